package io.sluice.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/** The parts of small bundles for tests. */
public final class BundleFixture {
    private BundleFixture() {}

    /** Returns a manifest of one channel, with the numbers of columns and outputs that {@code sizes} says. */
    public static Manifest manifest(Sizes sizes, byte[] weights) {
        List<String> columns = List.of(
                "value",
                "value.missing",
                "gap.log_seconds",
                "time.day.sin",
                "time.day.cos",
                "time.week.sin",
                "time.week.cos");
        List<Manifest.Output> outputs = IntStream.range(0, sizes.output())
                .mapToObj(i -> new Manifest.Output(i == 0 ? "surprise" : "y" + i))
                .toList();
        return new Manifest(
                Manifest.FORMAT,
                "test-gru",
                "1.0.0",
                Manifest.Task.ANOMALY,
                new Manifest.Weights("model.pt", Bundle.sha256(weights)),
                sizes,
                new Manifest.Input.Numeric(
                        List.of(new Manifest.Input.Field("value", "/value")), columns.subList(0, sizes.input())),
                outputs,
                Map.of("threshold", 0.97),
                List.of());
    }

    /** Records golden vectors of three keys of 20, 22 and 22 steps from {@code model}. */
    public static GoldenVectors golden(StepModel model) {
        Random random = new Random(1);
        Map<String, List<float[]>> inputs = new LinkedHashMap<>();
        for (int key = 0; key < 3; key++) {
            List<float[]> rows = new ArrayList<>();
            for (int step = 0; step < (key == 0 ? 20 : 22); step++) {
                rows.add(row(random, model.sizes().input()));
            }
            inputs.put("key-" + key, rows);
        }
        return record(model, inputs);
    }

    /**
     * Steps {@code model}, alone and from its initial state, through the inputs of each key, and records the results.
     *
     * @param inputs the rows x of each key
     */
    public static GoldenVectors record(StepModel model, Map<String, List<float[]>> inputs) {
        List<GoldenVectors.Sequence> sequences = new ArrayList<>();
        inputs.forEach((key, x) -> {
            List<List<Float>> rows = x.stream().map(GoldenRun::boxed).toList();
            sequences.add(new GoldenRun(model, List.of(rows)).run().get(0).toSequence(key, rows));
        });
        return new GoldenVectors(GoldenVectors.Tolerances.DEFAULT, sequences);
    }

    private static float[] row(Random random, int width) {
        float[] row = new float[width];
        for (int i = 0; i < width; i++) {
            row[i] = (float) random.nextGaussian();
        }
        return row;
    }
}
