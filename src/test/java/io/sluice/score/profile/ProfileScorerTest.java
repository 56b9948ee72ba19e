package io.sluice.score.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.event.NumericEvent;
import io.sluice.score.Anomaly;
import io.sluice.score.AnomalyOutputs;
import io.sluice.score.ChannelPart;
import io.sluice.score.ExplainedEvents;
import io.sluice.score.Incident;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ProfileScorerTest {
    private static final Map<String, Double> SETTINGS = Map.of("silent.events", 100.0);

    private final Random random = new Random(5);

    private static ProfileScorer scorer(String... channels) {
        return new ProfileScorer(
                new AnomalyOutputs(List.of("surprise"), List.of(channels)),
                ProfileSettings.of(SETTINGS, channels.length),
                ExplainedEvents.NONE);
    }

    /** Scores readings of one channel, with all that is remembered in the state's bytes. */
    private static List<Anomaly> verdicts(int events, IntToDoubleFunction reading) {
        return verdicts(scorer("value"), events, reading);
    }

    private static List<Anomaly> verdicts(ProfileScorer scorer, int events, IntToDoubleFunction reading) {
        ByteBuffer state = ByteBuffer.allocate(scorer.stateBytes()).order(ByteOrder.LITTLE_ENDIAN);
        return IntStream.range(0, events)
                .mapToObj(i -> scorer.score(
                        new float[1], i + 1, new NumericEvent(i * 60_000L, (float) reading.applyAsDouble(i)), state))
                .toList();
    }

    private static List<Float> scores(List<Anomaly> verdicts) {
        return verdicts.stream().map(Anomaly::score).toList();
    }

    private double noise(int i) {
        return 20 + random.nextGaussian();
    }

    @Test
    void theQuickScoreDecidesIncidentsAndFallsLongBeforeTheScore() {
        List<Anomaly> verdicts = verdicts(1000, i -> i == 600 || i == 601 ? 32 : noise(i));
        float open = ProfileSettings.of(SETTINGS, 1).open();
        boolean alert = false;
        for (Anomaly verdict : verdicts) {
            if (!alert) {
                assertThat(verdict.alert()).isEqualTo(verdict.quick() >= open);
            }
            alert = verdict.alert();
        }
        assertThat(verdicts.get(601).alert()).isTrue();
        assertThat(verdicts.get(601).quick())
                .isEqualTo(verdicts.get(601).incident().peak());
        assertThat(verdicts.get(640).quick()).isLessThan(verdicts.get(640).score() / 2);
        assertThat(verdicts.subList(0, 100)).allMatch(verdict -> verdict.quick() == 0);
    }

    @Test
    void theFirstEventsAreSilentAndSayHowManyAreLeft() {
        List<Anomaly> verdicts = verdicts(103, this::noise);
        assertThat(scores(verdicts.subList(0, 100))).containsOnly(0f);
        assertThat(verdicts.get(0).silentLeft()).isEqualTo(100);
        assertThat(verdicts.get(99).silentLeft()).isEqualTo(1);
        assertThat(verdicts.get(99).isJudged()).isFalse();
        assertThat(verdicts.get(100).isJudged()).isTrue();
        assertThat(verdicts.get(100).score()).isPositive();
    }

    @Test
    void aScoreStaysHighWhileAnAnomalyLasts() {
        List<Anomaly> verdicts = verdicts(700, i -> noise(i) + (i >= 500 && i < 550 ? 8 : 0));
        assertThat(scores(verdicts.subList(300, 500))).allMatch(score -> score < 0.5f);
        assertThat(scores(verdicts.subList(506, 550))).allMatch(score -> score > 0.5f);
    }

    @Test
    void anIncidentOpensEarlyAndClosesWhenItIsOver() {
        List<Anomaly> verdicts = verdicts(800, i -> noise(i) + (i >= 500 && i < 550 ? 8 : 0));
        List<Integer> opened = steps(verdicts, Incident.Phase.OPENED);
        List<Integer> closed = steps(verdicts, Incident.Phase.CLOSED);
        assertThat(opened).hasSize(1);
        assertThat(opened.get(0)).isBetween(500, 510);
        assertThat(closed).hasSize(1);
        assertThat(closed.get(0)).isBetween(550, 620);
    }

    private static List<Integer> steps(List<Anomaly> verdicts, Incident.Phase phase) {
        return IntStream.range(0, verdicts.size())
                .filter(i -> {
                    Incident incident = verdicts.get(i).incident();
                    return incident != null && incident.phase() == phase;
                })
                .boxed()
                .toList();
    }

    @Test
    void oneSentinelValueDoesNotBlindTheKey() {
        for (double sentinel : new double[] {-9999, 65_535, 1e6, 3.4e38}) {
            List<Anomaly> verdicts =
                    verdicts(2000, i -> i == 400 ? sentinel : noise(i) + (i >= 1000 && i % 500 < 5 ? 30 : 0));
            for (int spike = 1000; spike < 2000; spike += 500) {
                assertThat(verdicts.get(spike + 4).score())
                        .as("sentinel " + sentinel + ", spike at " + spike)
                        .isGreaterThan(0.5f);
            }
        }
    }

    @Test
    void aNewRegimeBecomesOrdinary() {
        List<Anomaly> verdicts = verdicts(3000, i -> noise(i) + (i >= 500 ? 1000 : 0));
        assertThat(verdicts.get(505).score()).isGreaterThan(0.6f);
        assertThat(verdicts.get(2999).score()).isLessThan(0.5f);
    }

    @Test
    void aConstantChannelThatChangesIsNoticed() {
        List<Anomaly> verdicts = verdicts(400, i -> i >= 300 && i < 310 ? 6 : 5);
        assertThat(scores(verdicts.subList(200, 300))).allMatch(score -> score < 0.2f);
        assertThat(verdicts.get(309).score()).isGreaterThan(0.5f);
    }

    @Test
    void anOffsetChangesNoScore() {
        List<Float> plain = scores(verdicts(900, i -> Math.rint(8 * Math.sin(i)) / 8));
        List<Float> offset = scores(verdicts(900, i -> 10_000 + Math.rint(8 * Math.sin(i)) / 8));
        for (int i = 100; i < 900; i++) {
            assertThat(offset.get(i)).isCloseTo(plain.get(i), org.assertj.core.api.Assertions.within(0.02f));
        }
    }

    @Test
    void theScoreOfAPrefixIsThePrefixOfTheScores() {
        double[] readings = IntStream.range(0, 600).mapToDouble(this::noise).toArray();
        List<Float> whole = scores(verdicts(600, i -> readings[i]));
        assertThat(scores(verdicts(350, i -> readings[i]))).isEqualTo(whole.subList(0, 350));
    }

    @Test
    void whatIsRememberedIsInTheState() {
        double[] readings = IntStream.range(0, 400).mapToDouble(this::noise).toArray();
        List<Float> expected = scores(verdicts(400, i -> readings[i]));
        ProfileScorer one = scorer("value");
        ProfileScorer other = scorer("value");
        ByteBuffer state = ByteBuffer.allocate(one.stateBytes()).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer elsewhere = ByteBuffer.allocate(one.stateBytes()).order(ByteOrder.LITTLE_ENDIAN);
        List<Float> scores = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            ProfileScorer scorer = i % 3 == 0 ? one : other;
            scores.add(scorer.score(new float[1], i + 1, new NumericEvent(0, (float) readings[i]), state)
                    .score());
            scorer.score(new float[1], i + 1, new NumericEvent(0, i * 7 % 11), elsewhere); // another key
        }
        assertThat(scores).isEqualTo(expected);
    }

    @Test
    void contributionsNameTheChannelAndAMissingOneHasNone() {
        ProfileScorer scorer = scorer("calm", "switch", "odd");
        ByteBuffer state = ByteBuffer.allocate(scorer.stateBytes()).order(ByteOrder.LITTLE_ENDIAN);
        Anomaly last = null;
        for (int i = 0; i < 300; i++) {
            float odd = (float) (noise(i) + (i >= 295 ? 50 : 0));
            float calm = i == 299 ? Float.NaN : (float) noise(i);
            last = scorer.score(new float[1], i + 1, new NumericEvent(0, calm, i / 50 % 2, odd), state);
        }
        assertThat(last.channels()).extracting(ChannelPart::name).containsExactly("calm", "switch", "odd");
        assertThat(last.channels().get(0).contribution()).isZero();
        assertThat(last.channels().get(2).contribution()).isGreaterThan(0.9f);
    }

    @Test
    void aSensorThatIsStuckOpensAnIncident() {
        double[] readings = IntStream.range(0, 540).mapToDouble(this::noise).toArray();
        ProfileScorer scorer = new ProfileScorer(
                new AnomalyOutputs(List.of("surprise"), List.of("value")),
                ProfileSettings.of(Map.of("silent.events", 100.0, "false.alerts", 1.5), 1),
                ExplainedEvents.NONE);
        List<Anomaly> verdicts = verdicts(scorer, 540, i -> readings[Math.min(i, 499)]);
        assertThat(steps(verdicts, Incident.Phase.OPENED)).hasSize(1).allMatch(step -> step > 500 && step < 515);
    }

    /** Scores noise around a forecast, with an error of the forecast at one event. */
    private static Anomaly forecast(Map<String, Double> scoring, float error) {
        AnomalyOutputs outputs = new AnomalyOutputs(List.of("surprise", "expected.value"), List.of("value"));
        ProfileScorer scorer = new ProfileScorer(outputs, ProfileSettings.of(scoring, 1), ExplainedEvents.NONE);
        ByteBuffer state = ByteBuffer.allocate(scorer.stateBytes()).order(ByteOrder.LITTLE_ENDIAN);
        Random noise = new Random(3);
        Anomaly last = null;
        for (int i = 1; i <= 600; i++) {
            float value = (float) (20 * Math.sin(i / 10.0) + noise.nextGaussian());
            float expected = (float) (20 * Math.sin(i / 10.0)) - (i == 600 ? error : 0);
            last = scorer.score(new float[] {0, expected}, i, new NumericEvent(i, value), state);
        }
        return last;
    }

    @Test
    void anErrorOfTheForecastOpensAnIncidentAndLeavesTheScore() {
        Anomaly calm = forecast(SETTINGS, 0);
        Anomaly missed = forecast(SETTINGS, 30);
        assertThat(calm.incident()).isNull();
        assertThat(missed.incident()).isNotNull();
        assertThat(missed.incident().peak()).isGreaterThan(0.7f);
        assertThat(missed.score()).isEqualTo(calm.score());
        assertThat(forecast(Map.of("silent.events", 100.0, "forecast.weight", 0.0), 30)
                        .incident())
                .isNull();
    }

    @Test
    void aGlitchOpensNoLongIncidentAlthoughTheForecastFollowsIt() {
        AnomalyOutputs outputs = new AnomalyOutputs(List.of("surprise", "expected.value"), List.of("value"));
        ProfileScorer scorer = new ProfileScorer(outputs, ProfileSettings.of(SETTINGS, 1), ExplainedEvents.NONE);
        ByteBuffer state = ByteBuffer.allocate(scorer.stateBytes()).order(ByteOrder.LITTLE_ENDIAN);
        int open = 0;
        float expected = 20;
        for (int i = 1; i <= 700; i++) {
            float value = i == 600 ? -9999 : (float) noise(i);
            open += scorer.score(new float[] {0, expected}, i, new NumericEvent(i, value), state)
                            .alert()
                    ? 1
                    : 0;
            expected = value; // the last reading as forecast
        }
        assertThat(open).isBetween(1, 12);
    }

    @Test
    void aChannelThatBeginsLateOpensNoIncident() {
        for (int offset : new int[] {0, 1000}) { // from missing, and from off
            ProfileScorer scorer = scorer("first", "late");
            ByteBuffer state = ByteBuffer.allocate(scorer.stateBytes()).order(ByteOrder.LITTLE_ENDIAN);
            for (int i = 1; i <= 900; i++) {
                float before = offset == 0 ? Float.NaN : 0;
                float late = i < 600 ? before : (float) noise(i) + offset;
                Anomaly verdict = scorer.score(new float[1], i, new NumericEvent(i, (float) noise(i), late), state);
                assertThat(verdict.alert()).as("event " + i).isFalse();
            }
        }
    }

    @Test
    void theLargestReadingIsScored() {
        List<Anomaly> verdicts = verdicts(300, i -> i == 5 ? 3.4e38 : i == 9 ? -3.4e38 : noise(i));
        assertThat(verdicts).allMatch(Anomaly::isFinite);
    }

    @Test
    void aDeviationCountsByTheWeightOfItsKind() {
        List<String> names = List.of("surprise", "deviation.near.value", "deviation.far.value");
        AnomalyOutputs outputs = new AnomalyOutputs(names, List.of("value"));
        for (int kind = 1; kind <= 2; kind++) {
            Map<String, Double> scoring = Map.of("reading.weight", 0.0, "deviation.far.weight", 1.0, "open", 0.6);
            ProfileScorer scorer = new ProfileScorer(outputs, ProfileSettings.of(scoring, 1), ExplainedEvents.NONE);
            ByteBuffer state = ByteBuffer.allocate(scorer.stateBytes()).order(ByteOrder.LITTLE_ENDIAN);
            Random noise = new Random(3);
            Anomaly last = null;
            for (int i = 1; i <= 600; i++) {
                float[] y = {0, (float) Math.abs(noise.nextGaussian()), (float) Math.abs(noise.nextGaussian())};
                y[kind] += i == 600 ? 100 : 0;
                last = scorer.score(y, i, new NumericEvent(i, (float) noise.nextGaussian()), state);
            }
            assertThat(last.incident() != null).as(names.get(kind)).isEqualTo(kind == 2);
        }
    }

    @Test
    void otherPartsHaveAnotherStateFormat() {
        AnomalyOutputs outputs =
                new AnomalyOutputs(List.of("surprise", "expected.value", "deviation.near.value"), List.of("value"));
        ProfileScorer forecasts =
                new ProfileScorer(outputs, ProfileSettings.of(Map.of("open", 0.5), 1), ExplainedEvents.NONE);
        ProfileScorer deviations = new ProfileScorer(
                outputs,
                ProfileSettings.of(Map.of("open", 0.5, "forecast.weight", 0.0, "deviation.near.weight", 1.0), 1),
                ExplainedEvents.NONE);
        assertThat(forecasts.stateBytes()).isEqualTo(deviations.stateBytes());
        assertThat(forecasts.stateFormat()).isNotEqualTo(deviations.stateFormat());
    }

    @Test
    void theSizeOfTheStateIsAsDocumented() {
        assertThat(scorer("value").stateBytes()).isLessThanOrEqualTo(1500 - 44 - 4 * 49);
    }
}
