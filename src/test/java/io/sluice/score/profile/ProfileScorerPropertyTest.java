package io.sluice.score.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.event.NumericEvent;
import io.sluice.score.Anomaly;
import io.sluice.score.AnomalyOutputs;
import io.sluice.score.ExplainedEvents;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.statistics.Statistics;

/** What holds for every series: noise, steps, switches, gaps and sentinel values in any mixture. */
class ProfileScorerPropertyTest {
    private static final List<String> CHANNELS = List.of("noise", "switch", "levels");
    private static final AnomalyOutputs OUTPUTS = new AnomalyOutputs(
            List.of("surprise", "expected.noise", "deviation.near.noise", "expected.levels"), CHANNELS);

    /** A setting for each part of a channel, and incidents that open and close often. */
    private static final Map<String, Double> SETTINGS =
            Map.of("silent.events", 15.0, "open", 0.6, "deviation.near.weight", 0.5);

    /** What an event of one key says, and what the model answers. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Row(float[] readings, float[] y) {}

    private static ProfileScorer scorer() {
        return new ProfileScorer(OUTPUTS, ProfileSettings.of(SETTINGS, CHANNELS.size()), ExplainedEvents.NONE);
    }

    private static ByteBuffer newKey(ProfileScorer scorer) {
        return ByteBuffer.allocate(scorer.stateBytes()).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static Anomaly score(ProfileScorer scorer, Row row, int index, ByteBuffer state) {
        return scorer.score(row.y, index + 1, new NumericEvent(index * 1000L, row.readings), state);
    }

    private static List<Anomaly> scoreAll(List<Row> rows) {
        ProfileScorer scorer = scorer();
        ByteBuffer state = newKey(scorer);
        List<Anomaly> verdicts = new ArrayList<>();
        for (Row row : rows) {
            verdicts.add(score(scorer, row, verdicts.size(), state));
        }
        return verdicts;
    }

    @Property(tries = 60)
    void theVerdictsOnAPrefixAreThePrefixOfTheVerdicts(
            @ForAll("series") List<Row> rows, @ForAll @DoubleRange(max = 1) double share) {
        int length = (int) (share * rows.size());
        List<Anomaly> verdicts = scoreAll(rows);
        assertThat(scoreAll(rows.subList(0, length))).isEqualTo(verdicts.subList(0, length));
        Statistics.label("incidents")
                .collect(verdicts.stream().anyMatch(Anomaly::alert))
                .coverage(some -> some.check(true).percentage(percents -> percents > 30));
    }

    /** Each event meets a new scorer or one that has just seen another key, and a copy of the key's bytes. */
    @Property(tries = 40)
    void aKeyGoesOnFromItsBytesAlone(@ForAll("series") List<Row> rows, @ForAll("series") List<Row> others) {
        ProfileScorer known = scorer();
        byte[] bytes = newKey(known).array();
        ByteBuffer otherKey = newKey(known);
        List<Anomaly> verdicts = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            ByteBuffer state = ByteBuffer.wrap(bytes.clone()).order(ByteOrder.LITTLE_ENDIAN);
            verdicts.add(score(i % 2 == 0 ? known : scorer(), rows.get(i), i, state));
            bytes = state.array();
            score(known, others.get(i % others.size()), i, otherKey);
        }
        assertThat(verdicts).isEqualTo(scoreAll(rows));
    }

    @Property(tries = 100)
    void everyVerdictIsFiniteAndBelowOne(@ForAll("extremeSeries") List<Row> rows) {
        for (Anomaly verdict : scoreAll(rows)) {
            assertThat(verdict).matches(Anomaly::isFinite, "is finite");
            assertThat(verdict.score()).isGreaterThanOrEqualTo(0).isLessThan(1);
            assertThat(verdict.channels()).allMatch(part -> part.contribution() >= 0 && part.contribution() <= 1);
            if (verdict.incident() != null) {
                assertThat(verdict.incident().peak()).isBetween(0.6f, Math.nextDown(1f));
            }
        }
    }

    /** Also above any average that a key of thousands of channels can have, in the float that is sent. */
    @Property
    void theScaleKeepsTheOrderOfAverages(@ForAll @DoubleRange(min = -6, max = 13) double exponent) {
        double average = Math.pow(10, exponent);
        assertThat((float) ScoreScale.score(average * 1.001))
                .isGreaterThan((float) ScoreScale.score(average))
                .isLessThan(1);
    }

    /** Up to 290 spreads a reading is no glitch, and beyond 310 every one is. */
    @Property(tries = 200)
    void aLargerDeviationScoresHigher(
            @ForAll @IntRange(max = 1000) int seed,
            @ForAll("deviations") double deviation,
            @ForAll @DoubleRange(min = 1.01, max = 1.05) double factor) {
        double larger = deviation * factor;
        assertThat(scoreOf(larger, seed)).isGreaterThan(scoreOf(deviation, seed));
        assertThat(scoreOf(-larger, seed)).isGreaterThan(scoreOf(-deviation, seed));
    }

    /** Returns the score of a reading after 300 readings of noise, in their standard deviations. */
    private static float scoreOf(double deviation, int seed) {
        ProfileScorer scorer = new ProfileScorer(
                new AnomalyOutputs(List.of("surprise"), List.of("value")),
                ProfileSettings.of(Map.of("silent.events", 100.0), 1),
                ExplainedEvents.NONE);
        ByteBuffer state = newKey(scorer);
        Random noise = new Random(seed);
        double[] readings = noise.doubles(300, -1, 1).toArray();
        double spread =
                Math.sqrt(Arrays.stream(readings).map(x -> x * x).average().orElseThrow());
        for (int i = 0; i < readings.length; i++) {
            scorer.score(new float[1], i + 1, new NumericEvent(i, (float) (50 + readings[i])), state);
        }
        return scorer.score(new float[1], 301, new NumericEvent(300, (float) (50 + deviation * spread)), state)
                .score();
    }

    @Provide
    Arbitrary<Double> deviations() {
        return Arbitraries.oneOf(
                Arbitraries.doubles().between(40, 270), Arbitraries.doubles().between(330, 8000));
    }

    @Provide
    Arbitrary<List<Row>> series() {
        return series(Arbitraries.frequencyOf(
                Tuple.of(12, Arbitraries.floats().between(-2, 2)),
                Tuple.of(3, Arbitraries.of(0f, 1.5f)),
                Tuple.of(1, Arbitraries.of(-9999f, 65_535f, 30f, Float.NaN))));
    }

    @Provide
    Arbitrary<List<Row>> extremeSeries() {
        return series(Arbitraries.frequencyOf(
                Tuple.of(4, Arbitraries.floats().between(-2, 2)),
                Tuple.of(1, Arbitraries.floats()), // finite ones, up to 3.4e38
                Tuple.of(1, Arbitraries.of(Float.MAX_VALUE, -Float.MAX_VALUE, Float.MIN_VALUE, -0f, Float.NaN))));
    }

    private static Arbitrary<List<Row>> series(Arbitrary<Float> values) {
        Arbitrary<Float> switches =
                Arbitraries.frequency(Tuple.of(20, 1f), Tuple.of(20, 0f), Tuple.of(3, Float.NaN), Tuple.of(1, 0.5f));
        Arbitrary<Float> levels = Arbitraries.frequencyOf(Tuple.of(8, Arbitraries.just(3f)), Tuple.of(2, values));
        Arbitrary<float[]> readings =
                Combinators.combine(values, switches, levels).as((a, b, c) -> new float[] {a, b, c});
        Arbitrary<float[]> outputs = values.filter(value -> !Float.isNaN(value))
                .list()
                .ofSize(3)
                .map(list -> new float[] {0, list.get(0), Math.abs(list.get(1)), list.get(2)});
        return Combinators.combine(readings, outputs)
                .as(Row::new)
                .list()
                .ofMinSize(30)
                .ofMaxSize(260);
    }
}
