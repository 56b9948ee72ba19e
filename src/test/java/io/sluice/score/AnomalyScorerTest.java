package io.sluice.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.event.NumericEvent;
import io.sluice.model.BundleException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AnomalyScorerTest {
    private static final List<String> OUTPUTS =
            List.of("surprise", "expected.a", "surprise.a", "expected.b", "surprise.b");

    private final AnomalyScorer scorer = new AnomalyScorer(OUTPUTS, List.of("a", "b"), Map.of("quiet", 2.0));
    private final ByteBuffer state = ByteBuffer.allocate(scorer.stateBytes()).order(ByteOrder.LITTLE_ENDIAN);
    private long step;

    private Anomaly score(double surprise) {
        step++;
        return scorer.score(new float[] {(float) surprise, 10, 3, 20, 4}, step, new NumericEvent(1000 * step), state);
    }

    private void calm(int events) {
        Random random = new Random(1);
        for (int i = 0; i < events; i++) {
            score(random.nextDouble());
        }
    }

    @Test
    void aSurpriseBeyondTheKeysPastScoresHigh() {
        calm(500);
        assertThat(score(0.5).score()).isLessThan(0.6f);
        assertThat(score(50).score()).isGreaterThan(0.97f);
    }

    @Test
    void anIncidentOpensContinuesAndCloses() {
        calm(500);
        List<Incident.Phase> phases = new ArrayList<>();
        List<Boolean> alerts = new ArrayList<>();
        for (double surprise : new double[] {0.1, 50, 0.1, 1, 0.1, 0.1, 0.1}) {
            Anomaly anomaly = score(surprise);
            phases.add(anomaly.incident() == null ? null : anomaly.incident().phase());
            alerts.add(anomaly.alert());
        }
        assertThat(phases)
                .containsExactly(
                        null,
                        Incident.Phase.OPENED,
                        Incident.Phase.ONGOING,
                        Incident.Phase.ONGOING,
                        Incident.Phase.ONGOING,
                        Incident.Phase.CLOSED,
                        null);
        assertThat(alerts).containsExactly(false, true, true, true, true, false, false);
    }

    @Test
    void anAlarmReducesTheNextScoresForAWhile() {
        calm(500);
        float first = score(3).score();
        float again = score(3).score();
        assertThat(first).isGreaterThan(0.97f);
        assertThat(again).isLessThan(0.6f);
        calm(600);
        assertThat(score(30).score()).isGreaterThan(0.97f);
    }

    @Test
    void anAnomalyThatLastsKeepsItsIncidentOpenThoughItsScoreFalls() {
        calm(500);
        assertThat(score(3).alert()).isTrue();
        for (int i = 0; i < 5; i++) {
            Anomaly anomaly = score(3);
            assertThat(anomaly.score()).isLessThan(0.6f);
            assertThat(anomaly.alert()).isTrue();
        }
    }

    @Test
    void eachDeviationIsJudgedByItsOwnPastAndTheRaritiesAreJoined() {
        List<String> outputs = List.of("surprise", "deviation.level.a", "deviation.hour.a");
        AnomalyScorer joined = new AnomalyScorer(outputs, List.of("a"), Map.of("surprise.weight", 0.5));
        assertThat(joined.stateBytes()).isEqualTo(scorer.stateBytes() + 2 * SurpriseTail.bytes(32));
        float both = afterCalm(joined, 0.5f, 2e6f, 2e-6f);
        float one = afterCalm(joined, 0.5f, 2e6f, 0.5e-6f);
        float weighed = afterCalm(joined, 2, 0.5e6f, 0.5e-6f);
        float none = afterCalm(joined, 0.5f, 0.5e6f, 0.5e-6f);
        assertThat(none).isLessThan(weighed);
        assertThat(weighed).isLessThan(one);
        assertThat(one).isLessThan(both);
    }

    /** Scores one event after 500 events with uniform deviations, up to 1, 1e6 and 1e-6. */
    private static float afterCalm(AnomalyScorer joined, float surprise, float level, float hour) {
        ByteBuffer state = ByteBuffer.allocate(joined.stateBytes()).order(ByteOrder.LITTLE_ENDIAN);
        Random random = new Random(1);
        for (int i = 1; i <= 500; i++) {
            float[] y = {random.nextFloat(), random.nextFloat() * 1e6f, random.nextFloat() * 1e-6f};
            joined.score(y, i, new NumericEvent(i), state);
        }
        return joined.score(new float[] {surprise, level, hour}, 501, new NumericEvent(501), state)
                .score();
    }

    @Test
    void theEventsOfAWarmUpAreNeitherAnomaliesNorPartOfThePast() {
        AnomalyScorer warmingUp = new AnomalyScorer(
                OUTPUTS,
                List.of("a", "b"),
                Map.of("settle.events", 3.0, "settle.silence", 60.0, "habituation.quick", 0.0));
        ByteBuffer past = ByteBuffer.allocate(warmingUp.stateBytes()).order(ByteOrder.LITTLE_ENDIAN);
        Random random = new Random(1);
        for (int i = 1; i <= 500; i++) {
            score(warmingUp, i <= 3 ? 1000 : random.nextFloat(), i, 1000L * i, past);
        }
        assertThat(score(warmingUp, 50, 501, 560_000, past)).as("no silence").isGreaterThan(0.97f);
        for (int i = 0; i < 3; i++) {
            assertThat(score(warmingUp, 1000, 502 + i, 700_000 + 1000 * i, past))
                    .as("warm-up")
                    .isZero();
        }
        assertThat(score(warmingUp, 50, 505, 600_000, past))
                .as("an older event, judged by the past before the warm-up")
                .isGreaterThan(0.9f);
    }

    @Test
    void theEventsThatAreNotJudgedAreTheWarmUpAndThenThoseOfTheTails() {
        AnomalyScorer warmingUp = new AnomalyScorer(OUTPUTS, List.of("a", "b"), Map.of("settle.events", 3.0));
        ByteBuffer past = ByteBuffer.allocate(warmingUp.stateBytes()).order(ByteOrder.LITTLE_ENDIAN);
        List<Integer> left = new ArrayList<>();
        for (int i = 1; i <= 45; i++) {
            float[] y = {1, 10, 3, 20, 4};
            left.add(warmingUp.score(y, i, new NumericEvent(1000L * i), past).silentLeft());
        }
        assertThat(left.subList(0, 5)).containsExactly(43, 42, 41, 40, 39);
        assertThat(left.subList(41, 45)).containsExactly(2, 1, 0, 0);
    }

    @Test
    void anAnomalyThatLastsStaysOutOfThePastWhileItsIncidentIsHeld() {
        assertThat(afterAnomaly(200)).isGreaterThan(0.97f);
        assertThat(afterAnomaly(100))
                .as("the last hundred events joined the past")
                .isLessThan(0.9f);
        assertThat(afterAnomaly(0)).isLessThan(0.9f);
    }

    /** Scores the 200th event in a row that is larger by 3 than the 500 events before them. */
    private static float afterAnomaly(int hold) {
        AnomalyScorer holding = new AnomalyScorer(
                OUTPUTS,
                List.of("a", "b"),
                Map.of("incident.hold", (double) hold, "habituation.quick", 0.0, "habituation.slow", 0.0));
        ByteBuffer past = ByteBuffer.allocate(holding.stateBytes()).order(ByteOrder.LITTLE_ENDIAN);
        Random random = new Random(1);
        for (int i = 1; i < 700; i++) {
            score(holding, random.nextFloat() + (i > 500 ? 3 : 0), i, i, past);
        }
        return score(holding, 3.5f, 700, 700, past);
    }

    private static float score(AnomalyScorer scorer, float surprise, long step, long timestamp, ByteBuffer past) {
        return scorer.score(new float[] {surprise, 10, 3, 20, 4}, step, new NumericEvent(timestamp), past)
                .score();
    }

    @Test
    void aLargeSurpriseOfAKeysFirstEventHidesNoLaterFault() {
        score(1_000);
        calm(100);
        assertThat(score(50).score()).isGreaterThan(0.97f);
    }

    @Test
    void theFirstEventCountsAsZeroWhateverTheModelSays() {
        assertThat(afterFirst(71)).isEqualTo(afterFirst(0));
    }

    private List<Float> afterFirst(double first) {
        state.put(0, new byte[state.capacity()]);
        step = 0;
        score(first);
        Random random = new Random(2);
        List<Float> scores = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            scores.add(score(random.nextDouble()).score());
        }
        return scores;
    }

    @Test
    void theDescriptionNamesTheThresholdsAndTheEventsThatAreNotJudged() {
        assertThat(new AnomalyScorer(OUTPUTS, List.of("a", "b"), Map.of("open", 0.9, "settle.events", 20.0))
                        .description())
                .isEqualTo("tails: an incident opens at the score 0.9 and closes after 5 events below 0.6; the first 60"
                        + " events of a key are not judged");
    }

    @Test
    void aNegativeDeviationStaysOutOfThePast() {
        List<String> outputs = List.of("surprise", "deviation.level.a");
        AnomalyScorer joined = new AnomalyScorer(outputs, List.of("a"), Map.of("surprise.weight", 0.0));
        ByteBuffer state = ByteBuffer.allocate(joined.stateBytes()).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 1; i <= 500; i++) {
            joined.score(new float[] {0, -1}, i, new NumericEvent(i), state);
        }
        assertThat(joined.score(new float[] {0, 1e9f}, 501, new NumericEvent(501), state)
                        .score())
                .as("the first deviation of all")
                .isZero();
    }

    @Test
    void aSurpriseOfWeightZeroIsReportedAndKeepsNoPast() {
        List<String> outputs = List.of("surprise", "deviation.level.a");
        AnomalyScorer ignoring = new AnomalyScorer(outputs, List.of("a"), Map.of("surprise.weight", 0.0));
        AnomalyScorer judged = new AnomalyScorer(outputs, List.of("a"), Map.of());
        assertThat(judged.stateBytes() - ignoring.stateBytes()).isEqualTo(SurpriseTail.bytes(32));
        assertThat(ignoring.score(new float[] {7, 0}, 1, new NumericEvent(1), state)
                        .surprise())
                .isEqualTo(7);
    }

    @Test
    void aScorerWithoutADeviationIsRefused() {
        assertThatThrownBy(() -> new AnomalyScorer(OUTPUTS, List.of("a", "b"), Map.of("surprise.weight", 0.0)))
                .isInstanceOf(BundleException.class)
                .hasMessageContaining("surprise.weight 0");
    }

    @Test
    void theIncidentOfASensorWithTwoLevelsCloses() {
        boolean alert = false;
        for (int i = 0; i < 12_000; i++) {
            alert = score(i % 6 < 2 ? 1 : 0).alert();
        }
        assertThat(alert).isFalse();
        assertThat(score(30).alert()).isTrue();
        for (int i = 0; i < 60; i++) {
            alert = score(i % 6 < 2 ? 1 : 0).alert();
        }
        assertThat(alert).isFalse();
    }

    @Test
    void manyDeviationsDoNotKeepAnIncidentOpen() {
        List<String> outputs = new ArrayList<>(List.of("surprise"));
        for (int kind = 0; kind < 15; kind++) {
            outputs.add("deviation.kind" + kind + ".a");
        }
        AnomalyScorer many = new AnomalyScorer(outputs, List.of("a"), Map.of());
        ByteBuffer past = ByteBuffer.allocate(many.stateBytes()).order(ByteOrder.LITTLE_ENDIAN);
        Random random = new Random(1);
        int open = 0;
        for (int i = 1; i <= 20_000; i++) {
            float[] y = new float[outputs.size()];
            for (int j = 0; j < y.length; j++) {
                y[j] = (float) Math.abs(random.nextGaussian());
            }
            open += many.score(y, i, new NumericEvent(i), past).alert() ? 1 : 0;
        }
        assertThat(open).isLessThan(2000);
    }

    @Test
    void aDeviationOfAnUnknownChannelIsRefused() {
        assertThatThrownBy(() -> new AnomalyScorer(List.of("surprise", "deviation.level.x"), List.of("a"), Map.of()))
                .isInstanceOf(BundleException.class)
                .hasMessageContaining("deviation.level.x");
    }

    @Test
    void aNegativeWeightIsRefused() {
        assertThatThrownBy(() -> new AnomalyScorer(OUTPUTS, List.of("a", "b"), Map.of("surprise.weight", -1.0)))
                .isInstanceOf(BundleException.class)
                .hasMessageContaining("surprise.weight");
    }

    @Test
    void anIncidentRemembersWhenItOpenedAndItsPeak() {
        calm(500);
        Anomaly opened = score(50);
        Anomaly next = score(0.1);
        assertThat(next.incident().since()).isEqualTo(501_000);
        assertThat(next.incident().step()).isEqualTo(501);
        assertThat(next.incident().peak()).isEqualTo(opened.score()).isGreaterThan(next.score());
    }

    @Test
    void channelsShareTheSurpriseByTheirSquares() {
        assertThat(contributions(score(5))).as("without a past").containsExactly(9 / 25f, 16 / 25f);
        calm(500);
        assertThat(contributions(score(5))).containsExactly(9 / 25f, 16 / 25f);
        state.clear();
        assertThat(contributions(scorer.score(new float[5], 1, new NumericEvent(0), state)))
                .as("no surprise")
                .containsExactly(0f, 0f);
    }

    @Test
    void theChannelThatDeviatesGetsTheWholeShare() {
        List<String> outputs = List.of(
                "surprise",
                "surprise.a",
                "surprise.b.a",
                "deviation.level.a",
                "deviation.level.b.a",
                "deviation.hour.a");
        AnomalyScorer two = new AnomalyScorer(outputs, List.of("a", "b.a"), Map.of());
        ByteBuffer past = ByteBuffer.allocate(two.stateBytes()).order(ByteOrder.LITTLE_ENDIAN);
        Random random = new Random(1);
        for (int i = 1; i <= 500; i++) {
            float[] y = {1, 1, 0, random.nextFloat(), random.nextFloat(), random.nextFloat()};
            two.score(y, i, new NumericEvent(i), past);
        }
        float[] y = {0.5f, 0.5f, 0, 0.5f, 8, 0.5f};
        assertThat(contributions(two.score(y, 501, new NumericEvent(501), past)))
                .as("a surprises more, but not more than usual")
                .containsExactly(0f, 1f);
    }

    @Test
    void withoutAnOutputOfOneChannelSharesAreUnknown() {
        assertThat(contributions(firstVerdict(List.of("surprise"), List.of("a", "b"))))
                .containsExactly(null, null);
        assertThat(contributions(firstVerdict(List.of("surprise"), List.of("a"))))
                .as("the only channel")
                .containsExactly(1f);
        assertThat(contributions(firstVerdict(List.of("surprise", "surprise.b"), List.of("a", "b"))))
                .containsExactly(0f, 1f);
    }

    private static Anomaly firstVerdict(List<String> outputs, List<String> channels) {
        AnomalyScorer one = new AnomalyScorer(outputs, channels, Map.of());
        ByteBuffer past = ByteBuffer.allocate(one.stateBytes()).order(ByteOrder.LITTLE_ENDIAN);
        return one.score(new float[] {2, 2}, 1, new NumericEvent(0), past);
    }

    private static List<Float> contributions(Anomaly anomaly) {
        return anomaly.channels().stream().map(ChannelPart::contribution).toList();
    }

    @Test
    void theFirstEventOfAKeyHasNoForecast() {
        assertThat(score(0).channels().get(0).expected()).isNull();
        assertThat(score(0).channels().get(0).expected()).isEqualTo(10f);
    }

    @Test
    void aModelWithoutSurpriseIsRefused() {
        assertThatThrownBy(() -> new AnomalyScorer(List.of("y"), List.of(), Map.of()))
                .isInstanceOf(BundleException.class)
                .hasMessageContaining("surprise");
    }

    @Test
    void anOutputOfAnUnknownChannelIsRefused() {
        assertThatThrownBy(() -> new AnomalyScorer(OUTPUTS, List.of("a", "B"), Map.of()))
                .isInstanceOf(BundleException.class)
                .hasMessage("output names \"expected.b\", but there is no channel \"b\"; the channels are [a, B]");
    }

    @Test
    void outputsWithOtherNamesAreIgnored() {
        assertThat(new AnomalyScorer(List.of("forecast.x", "surprise", "gate"), List.of("a"), Map.of())
                        .score(new float[] {1, 2, 3}, 1, new NumericEvent(0), state)
                        .surprise())
                .isEqualTo(2f);
    }

    @Test
    void thresholdsInTheWrongOrderAreRefused() {
        assertThatThrownBy(() -> new AnomalyScorer(OUTPUTS, List.of("a", "b"), Map.of("open", 0.5, "close", 0.6)))
                .isInstanceOf(BundleException.class)
                .hasMessageContaining("close");
    }

    @Test
    void theManifestSetsTheTailSizeAndTheAlarmDamping() {
        AnomalyScorer longer = new AnomalyScorer(List.of("surprise"), List.of(), Map.of("tail.size", 64.0));
        AnomalyScorer usual = new AnomalyScorer(List.of("surprise"), List.of(), Map.of());
        assertThat(longer.stateBytes() - usual.stateBytes()).isEqualTo(32 * Float.BYTES);
        assertThat(secondOfTwoAlarms(Map.of())).isLessThan(0.6f);
        assertThat(secondOfTwoAlarms(Map.of("habituation.quick", 0.0))).isBetween(0.9f, 0.98f);
        assertThat(secondOfTwoAlarms(Map.of("habituation.quick", 0.0, "habituation.slow", 0.0)))
                .isGreaterThan(secondOfTwoAlarms(Map.of("habituation.quick", 0.0)));
    }

    /** Scores the second of two equal surprises that are far from the past. */
    private static float secondOfTwoAlarms(Map<String, Double> scoring) {
        AnomalyScorer scorer = new AnomalyScorer(List.of("surprise"), List.of(), scoring);
        ByteBuffer state = ByteBuffer.allocate(scorer.stateBytes()).order(ByteOrder.LITTLE_ENDIAN);
        Random random = new Random(1);
        for (int i = 1; i <= 500; i++) {
            scorer.score(new float[] {random.nextFloat()}, i, new NumericEvent(i), state);
        }
        scorer.score(new float[] {3}, 501, new NumericEvent(501), state);
        return scorer.score(new float[] {3}, 502, new NumericEvent(502), state).score();
    }

    @Test
    void settingsOutOfRangeAreRefusedByName() {
        for (Map<String, Double> scoring : List.of(
                Map.of("tail.size", 4.0), Map.of("habituation.slow", -1.0), Map.of("habituation.quick", -1.0))) {
            assertThatThrownBy(() -> new AnomalyScorer(List.of("surprise"), List.of(), scoring))
                    .isInstanceOf(BundleException.class)
                    .hasMessageContaining(scoring.keySet().iterator().next());
        }
    }

    private Anomaly scoreWithoutReading() {
        step++;
        return scorer.score(
                new float[] {0, 10, 0, 20, 0}, step, new NumericEvent(1000 * step, Float.NaN, Float.NaN), state);
    }

    @Test
    void anEventWithoutAReadingScoresZeroAndChangesNothing() {
        calm(500);
        score(50);
        byte[] before = state.array().clone();
        for (int i = 0; i < 10; i++) {
            Anomaly anomaly = scoreWithoutReading();
            assertThat(anomaly.score()).isZero();
            assertThat(anomaly.alert()).isTrue();
            assertThat(Objects.requireNonNull(anomaly.incident()).phase()).isEqualTo(Incident.Phase.ONGOING);
            assertThat(state.array()).isEqualTo(before);
        }
        score(0.1);
        assertThat(Objects.requireNonNull(score(0.1).incident()).phase()).isEqualTo(Incident.Phase.CLOSED);
        assertThat(scoreWithoutReading().incident()).isNull();
    }

    @Test
    void everyFiniteOutputGivesAFiniteVerdict() {
        float[] extremes = {0, Float.MIN_VALUE, 1, Float.MAX_VALUE, -1, -Float.MAX_VALUE};
        Random random = new Random(3);
        for (int i = 0; i < 2000; i++) {
            float[] y = new float[OUTPUTS.size()];
            for (int j = 0; j < y.length; j++) {
                y[j] = extremes[random.nextInt(extremes.length)];
            }
            step++;
            assertThat(scorer.score(y, step, new NumericEvent(1000 * step), state)
                            .isFinite())
                    .isTrue();
        }
    }
}
