package io.sluice.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sluice.event.NumericEvent;
import io.sluice.event.TextEvent;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What the scorer of tails says of an event, and how it is put into words. */
class ExplanationTest {
    private static final List<String> OUTPUTS =
            List.of("surprise", "surprise.a", "surprise.b", "deviation.level.a", "deviation.hour.b");

    private final Random random = new Random(3);

    private static AnomalyScorer scorer(ExplainedEvents explained) {
        return new AnomalyScorer(new AnomalyOutputs(OUTPUTS, List.of("a", "b")), Map.of(), explained);
    }

    /** Scores 200 calm events, and returns the verdict of one more. */
    private Anomaly afterCalm(AnomalyScorer scorer, float[] y, float... readings) {
        ByteBuffer state = ByteBuffer.allocate(scorer.stateBytes()).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 1; i <= 200; i++) {
            float[] calm = {random.nextFloat(), 1, 1, random.nextFloat(), random.nextFloat()};
            scorer.score(calm, i, new NumericEvent(1000L * i, 1, 2), state);
        }
        return scorer.score(y, 201, new NumericEvent(201_000, readings), state);
    }

    @Test
    void thePartsAddUpToTheSquareOfTheRarity() {
        Anomaly anomaly = afterCalm(scorer(ExplainedEvents.ALERTS), new float[] {9, 3, 4, 30, 0.5f}, 7, Float.NaN);
        Explanation explanation = Objects.requireNonNull(anomaly.explanation());
        double squares = explanation.channels().stream()
                .flatMap(channel -> channel.parts().stream())
                .mapToDouble(Explanation.Part::size)
                .sum();
        assertThat(1 - Math.pow(10, -0.4 * Math.sqrt(squares))).isCloseTo(anomaly.score(), within(1e-5));

        Explanation.ExplainedChannel a = explanation.channels().get(0);
        assertThat(a.parts()).extracting(Explanation.Part::name).containsExactly("surprise", "deviation.level");
        assertThat(a.value()).isEqualTo(7);
        assertThat(a.channel()).isEqualTo(anomaly.channels().get(0));
        assertThat(a.frequency()).isBetween(1e-8f, 1e-2f);
        assertThat(sum(a) / squares).isCloseTo(anomaly.channels().get(0).contribution(), within(1e-5));

        Explanation.ExplainedChannel b = explanation.channels().get(1);
        assertThat(b.parts()).extracting(Explanation.Part::name).containsExactly("surprise");
        assertThat(b.value()).isNull();
    }

    private static double sum(Explanation.ExplainedChannel channel) {
        return channel.parts().stream().mapToDouble(Explanation.Part::size).sum();
    }

    @Test
    void onlyTheEventsThatTheSettingNamesAreExplained() {
        float[] calm = {0.5f, 1, 1, 0.5f, 0.5f};
        float[] loud = {9, 3, 4, 30, 0.5f};
        assertThat(afterCalm(scorer(ExplainedEvents.NONE), loud, 1, 2).explanation())
                .isNull();
        assertThat(afterCalm(scorer(ExplainedEvents.ALERTS), calm, 1, 2).explanation())
                .isNull();
        assertThat(afterCalm(scorer(ExplainedEvents.ALL), calm, 1, 2).explanation())
                .isNotNull();
    }

    @Test
    void theWordsNameTheChannelThatDeviatesMost() {
        Anomaly anomaly = afterCalm(scorer(ExplainedEvents.ALERTS), new float[] {9, 4, 1, 30, 0.5f}, 71.25f, 2);
        assertThat(ExplanationText.of(Objects.requireNonNull(anomaly.explanation())))
                .matches("a is 71\\.25\\. Its share in the deviation is 9\\d %\\."
                        + " Largest parts: (surprise|deviation\\.level) \\(\\d\\d %\\),"
                        + " (surprise|deviation\\.level) \\(\\d\\d %\\)\\.");
    }

    @Test
    void noChannelIsBlamedIfTheModelDoesNotSayWhichSurprises() {
        AnomalyScorer scorer = new AnomalyScorer(
                new AnomalyOutputs(List.of("surprise"), List.of("a", "b")), Map.of(), ExplainedEvents.ALERTS);
        Anomaly anomaly = afterCalm(scorer, new float[] {9}, 1, 2);
        assertThat(ExplanationText.of(Objects.requireNonNull(anomaly.explanation())))
                .isEqualTo("The model's surprise is rare. It does not say which channel surprises.");
    }

    @Test
    void theSurpriseOfATextHasNoChannelsToExplain() {
        AnomalyScorer scorer =
                new AnomalyScorer(new AnomalyOutputs(List.of("surprise"), List.of()), Map.of(), ExplainedEvents.ALL);
        ByteBuffer state = ByteBuffer.allocate(scorer.stateBytes()).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(scorer.score(new float[] {1}, 1, new TextEvent("ada", 1000, false, "good"), state)
                        .explanation())
                .isNull();
    }

    @Test
    void theWordsHaveNumbersThatCanBeRead() {
        Explanation explanation = new Explanation(List.of(new Explanation.ExplainedChannel(
                new ChannelPart("value", 66.61063f, 1f),
                -1234567.8f,
                new Explanation.Usual(0.000012345f, 2.5e20f),
                1e-5f,
                List.of(new Explanation.Part("value", 30), new Explanation.Part("forecast", 10)))));
        assertThat(ExplanationText.of(explanation))
                .isEqualTo("value is -1235000; usual is 0.00001235 to 2.5E+20; the forecast was 66.61."
                        + " Largest parts: value (75 %), forecast (25 %).");
    }

    @Test
    void aNumberThatIsNotFiniteIsNotWritten() {
        Explanation.ExplainedChannel infinite = new Explanation.ExplainedChannel(
                new ChannelPart("value", null, 1f),
                1f,
                null,
                null,
                List.of(new Explanation.Part("value", Float.POSITIVE_INFINITY)));
        assertThat(new Anomaly(0, 0, null, List.of(), 0)
                        .explained(new Explanation(List.of(infinite)))
                        .isFinite())
                .isFalse();
    }
}
