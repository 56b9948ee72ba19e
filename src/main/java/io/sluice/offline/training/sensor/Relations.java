package io.sluice.offline.training.sensor;

import io.sluice.offline.training.torchscript.Parameter;
import io.sluice.offline.training.torchscript.ScriptSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What the channels of a key have to do with each other: how far each is from what the others say of it.
 *
 * <p>Each reading stands somewhere beside its channel's running mean, in units of its running mean distance from it,
 * held within 3. Of these z the key keeps the running covariance S, learned slowly. Let P be the inverse of S + 0.03 I:
 * then (P z)<sub>c</sub> / P<sub>cc</sub> is the residual of channel c in the regression on all others (Lauritzen 1996,
 * Graphical Models, 5.1), for all channels at once. P is found by Gauss-Jordan elimination without pivoting, which is
 * stable as the matrix is positive definite, and made of operations by element, so a row's result does not depend on
 * its place in the batch.
 *
 * <p>A channel that follows the others as it always did has a small residual however far the machine as a whole is from
 * its usual course; one that is broken has a large one though it says nothing unusual by itself. Of two channels that
 * no longer agree, nothing tells which is broken; of more, it is the one that disagrees with all others.
 *
 * <p>A missing reading stands where the others say, and has no residual. Nothing here is trained.
 */
final class Relations {
    private static final String UNIT = "relations_unit";

    private final List<String> channels;

    /** @param channels at least two */
    Relations(List<String> channels) {
        this.channels = List.copyOf(channels);
    }

    /** Floats of packed state: steps; readings, means, distances and smoothed residuals by channel; the covariance. */
    int state() {
        return 1 + 4 * channels.size() + channels.size() * channels.size();
    }

    /**
     * For each channel c: {@code deviation.relation.c} and, smoothed over some five readings,
     * {@code deviation.relation_mean.c}.
     */
    List<String> outputs() {
        return channels.stream()
                .flatMap(c -> Stream.of("deviation.relation." + c, "deviation.relation_mean." + c))
                .toList();
    }

    /** The identity matrix, which does not learn. */
    Parameter unit() {
        int size = channels.size();
        float[] values = new float[size * size];
        for (int i = 0; i < size; i++) {
            values[i * size + i] = 1;
        }
        return new Parameter(UNIT, List.of(size, size), values);
    }

    /** Whether training changes the parameter. */
    static boolean learns(String parameter) {
        return !parameter.equals(UNIT);
    }

    /**
     * The methods of the channels by themselves, and those that put their relations beside.
     *
     * @param alone methods with an {@code advance} of the channels alone
     * @param state the floats of packed state that this one takes
     */
    String beside(String alone, int state) {
        Map<String, Integer> sizes = Map.of("ALONE", state, "BESIDE", state(), "CHANNELS", channels.size());
        return ScriptSource.fill(ScriptSource.read("sensor/Relations.torchscript"), sizes)
                + "\n"
                + alone.replace("def advance(", "def advance_alone(");
    }
}
