package io.sluice.jmh;

import io.sluice.event.NumericEvent;
import io.sluice.score.AnomalyOutputs;
import io.sluice.score.AnomalyScorer;
import io.sluice.score.ExplainedEvents;
import io.sluice.score.Scorer;
import io.sluice.score.Verdict;
import io.sluice.score.profile.ProfileScorer;
import io.sluice.score.profile.ProfileSettings;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A score of an event of one key, with a forecast and three deviations for each channel. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
public class ScorerBenchmark {
    private static final List<String> OUTPUTS_OF_CHANNEL =
            List.of("expected", "surprise", "deviation.hour", "deviation.hour_mean", "deviation.level");
    /** A power of two, so that a mask chooses the next reading. */
    private static final int READINGS = 1 << 10;
    /** All tails and profiles are complete after these events. */
    private static final int PAST = 20_000;

    private static final long INTERVAL_MILLIS = 60_000;

    @Param({"tails", "profile"})
    public String kind;

    @Param({"1", "8"})
    public int channels;

    private final float[][] readings = new float[READINGS][];
    private final float[][] outputs = new float[READINGS][];
    private Scorer scorer;
    private ByteBuffer state;
    private long step;

    /** Scores the past of the key. */
    @Setup
    public void learn() {
        List<String> names = IntStream.range(0, channels).mapToObj(c -> "c" + c).toList();
        List<String> outputNames = Stream.concat(
                        Stream.of("surprise"), names.stream().flatMap(name -> OUTPUTS_OF_CHANNEL.stream()
                                .map(output -> output + "." + name)))
                .toList();
        scorer = scorer(new AnomalyOutputs(outputNames, names));
        state = ByteBuffer.allocate(scorer.stateBytes()).order(ByteOrder.LITTLE_ENDIAN);
        Random random = new Random(1);
        for (int i = 0; i < READINGS; i++) {
            readings[i] = normal(random, channels);
            outputs[i] = normal(random, outputNames.size());
            for (int output = 0; output < outputs[i].length; output++) {
                outputs[i][output] = Math.abs(outputs[i][output]);
            }
        }
        for (int i = 0; i < PAST; i++) {
            score();
        }
    }

    private Scorer scorer(AnomalyOutputs judged) {
        return switch (kind) {
            case "tails" -> new AnomalyScorer(judged, Map.of(), ExplainedEvents.NONE);
            case "profile" -> new ProfileScorer(judged, ProfileSettings.of(Map.of(), channels), ExplainedEvents.NONE);
            default -> throw new IllegalArgumentException("the scorer is " + kind + "; it must be tails or profile");
        };
    }

    private static float[] normal(Random random, int size) {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    /** Makes the event, too: it has a later time in each call. */
    @Benchmark
    public Verdict score() {
        int i = (int) step & (READINGS - 1);
        step++;
        return scorer.score(outputs[i], step, new NumericEvent(step * INTERVAL_MILLIS, readings[i]), state);
    }
}
