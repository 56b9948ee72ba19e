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

/** Runs a module's {@code forward_seq} on the rows of some keys, and records the results as golden vectors. */
@Internal
public final class GoldenSequences {
    /** The number of copies of a key that run side by side. From 4 on, a result does not depend on this number. */
    private static final int COPIES = 4;

    private final Sizes sizes;
    private final DataType type;

    /** @param type the type of the rows x: float32, or int64 for ids */
    public GoldenSequences(Sizes sizes, DataType type) {
        this.sizes = sizes;
        this.type = type;
    }

    /**
     * Runs each key from a state of zeros.
     *
     * @param archive the module as a TorchScript archive
     * @param keys the rows x by key, in the order in which they are recorded
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
                    arrays.create(copies(rows), new Shape(rows.size(), COPIES, sizes.input()))
                            .toType(type, false),
                    arrays.zeros(new Shape(COPIES, sizes.state())));
            float[] y = result.get(0).toFloatArray();
            List<List<Float>> outputs = new ArrayList<>();
            for (int t = 0; t < rows.size(); t++) {
                outputs.add(GoldenInputs.boxed(y, t * COPIES * sizes.output(), sizes.output()));
            }
            float[] state = result.get(1).toFloatArray();
            return new GoldenVectors.Sequence(key, rows, outputs, GoldenInputs.boxed(state, 0, sizes.state()));
        }
    }

    /** Copies each row x for all copies of the key: [T, COPIES, I]. */
    private float[] copies(List<List<Float>> rows) {
        float[] x = new float[rows.size() * COPIES * sizes.input()];
        for (int i = 0; i < x.length; i++) {
            x[i] = rows.get(i / sizes.input() / COPIES).get(i % sizes.input());
        }
        return x;
    }
}
