package io.sluice.model;

import java.util.List;
import java.util.Map;

/** Records golden vectors from a model. */
public final class GoldenRecorder {
    private GoldenRecorder() {}

    /**
     * Steps each key alone, and twice.
     *
     * @param rows the rows x of each key, in the order in which they are recorded
     * @param texts texts with their token ids; empty if the input is not text
     * @throws BundleException if a result is not finite, or if a row gives two results
     */
    public static GoldenVectors record(
            StepModel model, Map<String, List<List<Float>>> rows, List<GoldenVectors.Text> texts) {
        List<GoldenVectors.Sequence> keys = rows.entrySet().stream()
                .map(key -> GoldenRun.record(model, key.getKey(), key.getValue()))
                .toList();
        return new GoldenVectors(GoldenVectors.Tolerances.DEFAULT, keys, texts);
    }
}
