package io.sluice.offline.training.sensor;

import io.sluice.offline.training.torchscript.Parameter;
import io.sluice.offline.training.torchscript.ScriptSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The relations between the channels of a key: the distance of each channel from its prediction by the other channels.
 *
 * <p>Each reading is standardised: z is its distance from the running mean of the channel, in units of the running mean
 * distance, clamped to [-3, 3]. The state of the key holds the running covariance S of z, which changes slowly. Let P
 * be the inverse of S + 0.03 I. Then (P z)<sub>c</sub> / P<sub>cc</sub> is the residual of channel c in the regression
 * on all other channels (Lauritzen 1996, Graphical Models, 5.1), for all channels at once. P is computed by
 * Gauss-Jordan elimination without pivoting. This is stable because the matrix is positive definite. It consists of
 * element-wise operations, so the result of a row does not depend on its place in the batch.
 *
 * <p>A channel that keeps its usual relation to the others has a small residual, even if the whole machine is far from
 * its usual state. A broken channel has a large residual, even if its own readings look usual. If two channels no
 * longer agree and there are only two, the residuals cannot show which one is broken. With more channels, it is the one
 * that disagrees with all others.
 *
 * <p>A missing reading is replaced by its prediction from the others, and has no residual. Nothing here is trained.
 */
final class Relations {
    private static final String UNIT = "relations_unit";

    private final List<String> channels;

    /** @param channels the names of the channels, at least two */
    Relations(List<String> channels) {
        this.channels = List.copyOf(channels);
    }

    /**
     * Returns the number of floats in the packed state: the number of steps; the number of readings, mean, distance and
     * smoothed residual of each channel; and the covariance.
     */
    int state() {
        return 1 + 4 * channels.size() + channels.size() * channels.size();
    }

    /**
     * Returns the names of the outputs. Each channel c has its residual {@code deviation.relation.c}, and
     * {@code deviation.relation_mean.c}, the residual smoothed over about five readings.
     */
    List<String> outputs() {
        return channels.stream()
                .flatMap(c -> Stream.of("deviation.relation." + c, "deviation.relation_mean." + c))
                .toList();
    }

    /** Returns the identity matrix, a parameter that training does not change. */
    Parameter unit() {
        int size = channels.size();
        float[] values = new float[size * size];
        for (int i = 0; i < size; i++) {
            values[i * size + i] = 1;
        }
        return new Parameter(UNIT, List.of(size, size), values);
    }

    /** Returns true if training changes the parameter. */
    static boolean learns(String parameter) {
        return !parameter.equals(UNIT);
    }

    /**
     * Adds the relations to the methods of a module.
     *
     * @param alone methods with an {@code advance} that treats each channel alone
     * @param state the number of floats in the packed state of that {@code advance}
     */
    String addTo(String alone, int state) {
        Map<String, Integer> sizes = Map.of("ALONE", state, "BESIDE", state(), "CHANNELS", channels.size());
        return ScriptSource.fill(ScriptSource.read("sensor/Relations.torchscript"), sizes)
                + "\n"
                + alone.replace("def advance(", "def advance_alone(");
    }
}
