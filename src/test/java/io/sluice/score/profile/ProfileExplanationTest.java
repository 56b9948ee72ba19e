package io.sluice.score.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sluice.event.NumericEvent;
import io.sluice.score.Anomaly;
import io.sluice.score.AnomalyOutputs;
import io.sluice.score.ExplainedEvents;
import io.sluice.score.Explanation;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What the profile scorer says of an event. */
class ProfileExplanationTest {
    private static final int SILENT = 100;

    private final Random random = new Random(4);

    private static Stream stream(List<String> outputs, String... channels) {
        return new Stream(new ProfileScorer(
                new AnomalyOutputs(outputs, List.of(channels)),
                ProfileSettings.of(Map.of("silent.events", (double) SILENT), channels.length),
                ExplainedEvents.ALL));
    }

    /** One key with its state. */
    private static final class Stream {
        private final ProfileScorer scorer;
        private final ByteBuffer state;
        private int step;

        Stream(ProfileScorer scorer) {
            this.scorer = scorer;
            this.state = ByteBuffer.allocate(scorer.stateBytes()).order(ByteOrder.LITTLE_ENDIAN);
        }

        Anomaly score(float[] y, float... readings) {
            step++;
            return scorer.score(y, step, new NumericEvent(60_000L * step, readings), state);
        }
    }

    private float noise(double mean) {
        return (float) (mean + random.nextGaussian());
    }

    private static double size(Anomaly anomaly) {
        return Objects.requireNonNull(anomaly.explanation()).channels().stream()
                .mapToDouble(ProfileExplanationTest::size)
                .sum();
    }

    private static double size(Explanation.ExplainedChannel channel) {
        return channel.parts().stream().mapToDouble(Explanation.Part::size).sum();
    }

    private static Explanation.ExplainedChannel channel(Anomaly anomaly, int index) {
        return Objects.requireNonNull(anomaly.explanation()).channels().get(index);
    }

    /** The parts of an event that was no glitch move the average behind the score by a fiftieth. */
    @Test
    void thePartsAddUpToWhatTheEventAddsToTheScore() {
        Stream stream = stream(List.of("surprise"), "value");
        for (int i = 0; i < 400; i++) {
            stream.score(new float[1], noise(20));
        }
        double before = ScoreScale.average(stream.score(new float[1], noise(20)).score());
        Anomaly loud = stream.score(new float[1], 45);
        assertThat(ScoreScale.average(loud.score())).isCloseTo(0.98 * before + 0.02 * size(loud), within(1e-3));
    }

    @Test
    void aSpikeIsToldWithWhatIsUsual() {
        Stream stream = stream(List.of("surprise", "expected.value"), "value");
        for (int i = 0; i < 400; i++) {
            stream.score(new float[] {0, 20}, noise(20));
        }
        Explanation.ExplainedChannel calm = channel(stream.score(new float[] {0, 20}, 20.1f), 0);
        Explanation.ExplainedChannel spike = channel(stream.score(new float[] {0, 20}, 45), 0);
        assertThat(spike.value()).isEqualTo(45);
        assertThat(spike.channel().expected()).isEqualTo(20);
        Explanation.Usual usual = Objects.requireNonNull(spike.usual());
        assertThat(usual.from()).isCloseTo(18, within(0.4f));
        assertThat(usual.to()).isCloseTo(22, within(0.4f));
        assertThat(calm.frequency()).isGreaterThan(0.01f);
        assertThat(spike.frequency()).isLessThan(0.003f); // 1 of 432: 400 readings and a prior of 32
        assertThat(spike.parts()).extracting(Explanation.Part::name).contains("value", "forecast");
    }

    @Test
    void theChannelThatDeviatesHasTheLargestPartsAndTheSameShare() {
        Stream stream = stream(List.of("surprise"), "a", "b");
        for (int i = 0; i < 400; i++) {
            stream.score(new float[1], noise(20), noise(-300));
        }
        Anomaly loud = stream.score(new float[1], noise(20), -280);
        assertThat(size(channel(loud, 1))).isGreaterThan(5 * size(channel(loud, 0)));
        assertThat(size(channel(loud, 1)) / size(loud))
                .isCloseTo(loud.channels().get(1).contribution(), within(1e-5));
    }

    @Test
    void aStuckSensorIsARepeat() {
        Stream stream = stream(List.of("surprise"), "value");
        for (int i = 0; i < 400; i++) {
            stream.score(new float[1], noise(20));
        }
        stream.score(new float[1], 20);
        assertThat(channel(stream.score(new float[1], 20), 0).parts())
                .extracting(Explanation.Part::name)
                .contains("repeat");
    }

    @Test
    void aSwitchHasAFrequencyAndNoRange() {
        Stream stream = stream(List.of("surprise"), "on", "value");
        for (int i = 0; i < 400; i++) {
            stream.score(new float[1], 0, noise(20));
        }
        Explanation.ExplainedChannel on = channel(stream.score(new float[1], 1, noise(20)), 0);
        assertThat(on.parts()).extracting(Explanation.Part::name).containsExactly("switch");
        assertThat(on.frequency()).isBetween(0.0001f, 0.01f);
        assertThat(on.usual()).isNull();
    }

    @Test
    void aMissingReadingAndTheFirstOnesHaveNoParts() {
        Stream stream = stream(List.of("surprise"), "a", "b");
        List<Explanation.ExplainedChannel> first = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            first.add(channel(stream.score(new float[1], noise(20), Float.NaN), 0));
        }
        assertThat(first).allSatisfy(channel -> assertThat(channel.usual()).isNull());
        Explanation.ExplainedChannel missing = channel(stream.score(new float[1], noise(20), Float.NaN), 1);
        assertThat(missing.value()).isNull();
        assertThat(missing.parts()).isEmpty();
        assertThat(channel(stream.score(new float[1], noise(20), Float.NaN), 0).usual())
                .isNotNull();
    }
}
