package io.sluice.torch;

import io.sluice.model.Bundle;
import io.sluice.model.BundleFixture;
import io.sluice.model.GoldenVectors;
import io.sluice.model.Manifest;
import io.sluice.model.RankedOutput;
import io.sluice.model.ReferenceGru;
import io.sluice.model.ReferenceGruModel;
import io.sluice.model.Sizes;
import io.sluice.model.StepModel;
import io.sluice.model.Vocabulary;
import io.sluice.offline.training.torchscript.Parameter;
import io.sluice.offline.training.torchscript.TorchScriptArchive;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Writes a small bundle of items with random weights: an embedding, a GRU, and a score for each item. */
public final class ItemBundle {
    /** The items, {@code item-1} to {@code item-48}. */
    public static final int ITEMS = 48;
    /** K, the number of items that the module ranks. */
    public static final int DEPTH = 32;

    static final int UNITS = 8;

    private static final String METHODS = """
              def forward(self: __torch__.ItemCell,
                x: Tensor,
                state: Tensor) -> Tuple[Tensor, Tensor]:
                item = torch.embedding(self.embedding, torch.squeeze(x, 1))
                h = torch.gru_cell(item, state, self.w_ih, self.w_hh, self.b_ih, self.b_hh)
                scores = torch.log_softmax(torch.linear(h, self.w_o, self.b_o), 1)
                best, ids, = torch.topk(scores, DEPTH, 1, True, True)
                return (torch.cat([torch.to(torch.add(ids, 1), 6), best], 1), h)
            """;

    private ItemBundle() {}

    /** Returns the items; the n-th one, counted from 1, has the id n. */
    public static Vocabulary vocabulary() {
        return Vocabulary.of(
                IntStream.rangeClosed(1, ITEMS).mapToObj(id -> "item-" + id).toList());
    }

    /** Returns the weights as a GRU over rows of embeddings, with a score for each item. */
    static ReferenceGruModel reference() {
        return ReferenceGruModel.random(new Sizes(UNITS, UNITS, ITEMS), 8);
    }

    /** Returns the embedding of an id; id 0 stands for unknown items. */
    static float[] embedding(int id) {
        float[] row = new float[UNITS];
        System.arraycopy(embeddings().values(), id * UNITS, row, 0, UNITS);
        return row;
    }

    private static Parameter embeddings() {
        return Parameter.uniform("embedding", new SplittableRandom(3), 2, ITEMS + 1, UNITS);
    }

    /** Writes the bundle into {@code directory}. */
    public static void write(Path directory) throws IOException {
        byte[] module = module();
        Manifest manifest = manifest(module, DEPTH);
        byte[] vocabulary = vocabulary().toBytes();
        GoldenVectors golden;
        // Golden vectors need a model, and a model needs a bundle: the first bundle has made-up ones that nothing
        // steps.
        Bundle.write(directory, manifest, module, vocabulary, madeUp(manifest.sizes()));
        try (StepModel model = new TorchStepModel(
                Bundle.open(directory), TorchEngine.start(), ai.djl.Device.cpu(), TorchStepModel.SMALLEST_BUCKET)) {
            golden = BundleFixture.record(model, inputs());
        }
        Bundle.write(directory, manifest, module, vocabulary, golden);
    }

    static Manifest manifest(byte[] module, int depth) {
        return new Manifest(
                Manifest.FORMAT,
                "test-item",
                "1.0.0",
                Manifest.Task.RANKING,
                new Manifest.Weights("model.pt", Bundle.sha256(module)),
                new Sizes(1, UNITS, 2 * depth),
                new Manifest.Input.Item("vocabulary.txt"),
                new RankedOutput(depth)
                        .names().stream().map(Manifest.Output::new).toList(),
                Map.of(),
                List.of());
    }

    static byte[] module() throws IOException {
        ReferenceGruModel model = reference();
        ReferenceGru gru = model.gru();
        ByteArrayOutputStream archive = new ByteArrayOutputStream();
        TorchScriptArchive.write(
                archive,
                "ItemCell",
                List.of(
                        embeddings(),
                        new Parameter("w_ih", List.of(3 * UNITS, UNITS), gru.weightIh()),
                        new Parameter("w_hh", List.of(3 * UNITS, UNITS), gru.weightHh()),
                        new Parameter("b_ih", List.of(3 * UNITS), gru.biasIh()),
                        new Parameter("b_hh", List.of(3 * UNITS), gru.biasHh()),
                        new Parameter("w_o", List.of(ITEMS, UNITS), model.headWeight()),
                        new Parameter("b_o", List.of(ITEMS), model.headBias())),
                METHODS.replace("DEPTH", Integer.toString(DEPTH)));
        return archive.toByteArray();
    }

    private static Map<String, List<float[]>> inputs() {
        SplittableRandom random = new SplittableRandom(4);
        Map<String, List<float[]>> inputs = new LinkedHashMap<>();
        for (int key = 0; key < GoldenVectors.MINIMUM_KEYS; key++) {
            List<float[]> rows = new ArrayList<>();
            for (int step = 0; step < GoldenVectors.MINIMUM_STEPS; step++) {
                rows.add(new float[] {random.nextInt(ITEMS + 1)});
            }
            inputs.put("key-" + key, rows);
        }
        return inputs;
    }

    /** Returns made-up vectors of the right form. */
    static GoldenVectors madeUp(Sizes sizes) {
        List<Float> y = Stream.concat(
                        IntStream.rangeClosed(1, sizes.output() / 2).mapToObj(id -> (float) id),
                        Stream.generate(() -> -4f).limit(sizes.output() / 2))
                .toList();
        List<Float> state = Stream.generate(() -> 0f).limit(sizes.state()).toList();
        return new GoldenVectors(
                GoldenVectors.Tolerances.DEFAULT,
                Stream.of("a", "b", "c")
                        .map(key -> new GoldenVectors.Sequence(key, steps(List.of(1f)), steps(y), state))
                        .toList());
    }

    private static List<List<Float>> steps(List<Float> row) {
        return Stream.generate(() -> row).limit(GoldenVectors.MINIMUM_STEPS).toList();
    }
}
