package io.sluice.offline.training.recipe;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.sluice.Internal;
import io.sluice.model.GoldenVectors;
import io.sluice.model.Sizes;
import io.sluice.offline.training.torchscript.Network;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a trained module's {@code forward_seq} makes of the rows of some keys, as golden vectors hold it. */
@Internal
public final class GoldenSequences {
    /** A key runs beside copies of itself: from 4 rows on, a row's result does not depend on their number. */
    private static final int LANES = 4;

    private final Sizes sizes;
    private final DataType type;

    /** @param type of the rows x: float32, or int64 for ids */
    public GoldenSequences(Sizes sizes, DataType type) {
        this.sizes = sizes;
        this.type = type;
    }

    /**
     * Runs each key from zeros.
     *
     * @param keys rows x by key, in the order in which they are recorded
     */
    public List<GoldenVectors.Sequence> of(byte[] archive, Map<String, List<List<Float>>> keys) throws IOException {
        List<GoldenVectors.Sequence> sequences = new ArrayList<>();
        try (Network network = Network.open(archive)) {
            keys.forEach((key, rows) -> sequences.add(run(key, rows, network)));
        }
        return sequences;
    }

    private GoldenVectors.Sequence run(String key, List<List<Float>> rows, Network network) {
        try (NDManager arrays = network.newArrays()) {
            NDList result = network.call(
                    "forward_seq",
                    arrays.create(lanes(rows), new Shape(rows.size(), LANES, sizes.input()))
                            .toType(type, false),
                    arrays.zeros(new Shape(LANES, sizes.state())));
            float[] y = result.get(0).toFloatArray();
            List<List<Float>> outputs = new ArrayList<>();
            for (int t = 0; t < rows.size(); t++) {
                outputs.add(GoldenInputs.boxed(y, t * LANES * sizes.output(), sizes.output()));
            }
            float[] state = result.get(1).toFloatArray();
            return new GoldenVectors.Sequence(key, rows, outputs, GoldenInputs.boxed(state, 0, sizes.state()));
        }
    }

    /** [T, LANES, I]. */
    private float[] lanes(List<List<Float>> rows) {
        float[] x = new float[rows.size() * LANES * sizes.input()];
        for (int i = 0; i < x.length; i++) {
            x[i] = rows.get(i / sizes.input() / LANES).get(i % sizes.input());
        }
        return x;
    }
}
