package io.sluice.torch;

import io.sluice.feature.Tokens;
import io.sluice.model.Bundle;
import io.sluice.model.BundleFixture;
import io.sluice.model.GoldenVectors;
import io.sluice.model.Manifest;
import io.sluice.model.Sizes;
import io.sluice.model.StepModel;
import io.sluice.offline.training.torchscript.Parameter;
import io.sluice.offline.training.torchscript.TorchScriptArchive;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Writes a small bundle of texts with random weights: a text is the mean of its tokens' embeddings, and a GRU over
 * these means holds the state of the key.
 */
public final class TextBundle {
    /** T, the number of tokens in a row. */
    public static final int TOKENS = 8;

    private static final int UNITS = 8;
    private static final List<String> WORDS = List.of(
            "[PAD]", "[UNK]", "a", "good", "bad", "fine", "poor", "day", "film", "not", "very", "the", "is", "!");

    private static final String METHODS = """
              def forward(self: __torch__.TextCell,
                x: Tensor,
                state: Tensor) -> Tuple[Tensor, Tensor]:
                present = torch.unsqueeze(torch.to(torch.gt(x, 0), 6), 2)
                count = torch.clamp(torch.sum(present, [1]), 1.)
                mean = torch.sum(torch.embedding(self.embedding, x) * present, [1]) / count
                h = torch.gru_cell(mean, state, self.w_ih, self.w_hh, self.b_ih, self.b_hh)
                y = torch.cat([torch.linear(mean, self.w_o, self.b_o), torch.linear(h, self.w_o, self.b_o)], 1)
                return (y, h)
            """;

    private TextBundle() {}

    /** Returns the vocabulary; the id of a word is its index. */
    public static List<String> words() {
        return WORDS;
    }

    /** Returns a WordLevel tokenizer of a few English words, in the standard format. */
    public static byte[] tokenizer() {
        StringBuilder vocabulary = new StringBuilder();
        for (String word : WORDS) {
            vocabulary.append(vocabulary.isEmpty() ? "" : ", ").append('"' + word + "\": " + WORDS.indexOf(word));
        }
        return """
                {"version": "1.0", "truncation": null, "padding": null,
                 "added_tokens": [
                   {"id": 0, "content": "[PAD]", "single_word": false, "lstrip": false, "rstrip": false,
                    "normalized": false, "special": true},
                   {"id": 1, "content": "[UNK]", "single_word": false, "lstrip": false, "rstrip": false,
                    "normalized": false, "special": true}],
                 "normalizer": {"type": "Lowercase"}, "pre_tokenizer": {"type": "Whitespace"},
                 "post_processor": null, "decoder": null,
                 "model": {"type": "WordLevel", "vocab": {VOCABULARY}, "unk_token": "[UNK]"}}
                """.replace("VOCABULARY", vocabulary).getBytes(StandardCharsets.UTF_8);
    }

    /** Writes the bundle into {@code directory}. */
    public static void write(Path directory) throws IOException {
        write(directory, WORDS.size(), tokenizer());
    }

    /** Writes a bundle whose module has embeddings for the first {@code words} ids. */
    public static void write(Path directory, int words, byte[] tokenizer) throws IOException {
        byte[] module = module(words);
        Manifest manifest = manifest(module);
        GoldenVectors golden;
        // Golden vectors need a model, and a model needs a bundle: the first bundle has zeros that nothing reads.
        Bundle.write(directory, manifest, module, tokenizer, zeros(manifest.sizes()));
        try (StepModel model = new TorchStepModel(
                Bundle.open(directory), TorchEngine.start(), ai.djl.Device.cpu(), TorchStepModel.SMALLEST_BUCKET)) {
            golden = BundleFixture.record(model, inputs());
        }
        List<GoldenVectors.Text> texts = List.of(text("Not a GOOD day!"), text("zzz \ud83d\ude00"));
        Bundle.write(
                directory, manifest, module, tokenizer, new GoldenVectors(golden.tolerance(), golden.keys(), texts));
    }

    static Manifest manifest(byte[] module) {
        return new Manifest(
                Manifest.FORMAT,
                "test-text",
                "1.0.0",
                Manifest.Task.CLASSIFICATION,
                new Manifest.Weights("model.pt", Bundle.sha256(module)),
                new Sizes(TOKENS, UNITS, 4),
                new Manifest.Input.Text("tokenizer.json", TOKENS),
                List.of(
                        new Manifest.Output("logit.negative"),
                        new Manifest.Output("logit.positive"),
                        new Manifest.Output("running.negative"),
                        new Manifest.Output("running.positive")),
                Map.of("sure", 0.55),
                List.of());
    }

    private static byte[] module(int words) throws IOException {
        SplittableRandom random = new SplittableRandom(3);
        ByteArrayOutputStream archive = new ByteArrayOutputStream();
        TorchScriptArchive.write(
                archive,
                "TextCell",
                List.of(
                        Parameter.uniform("embedding", random, 1, words, UNITS),
                        Parameter.uniform("w_ih", random, 1, 3 * UNITS, UNITS),
                        Parameter.uniform("w_hh", random, 1, 3 * UNITS, UNITS),
                        Parameter.uniform("b_ih", random, 1, 3 * UNITS),
                        Parameter.uniform("b_hh", random, 1, 3 * UNITS),
                        Parameter.uniform("w_o", random, 1, 2, UNITS),
                        Parameter.uniform("b_o", random, 1, 2)),
                METHODS);
        return archive.toByteArray();
    }

    private static GoldenVectors.Text text(String text) {
        Tokens tokens = BundleTokenizer.open(new ByteArrayInputStream(tokenizer()), TOKENS)
                .tokenize(List.of(text))
                .get(0);
        return new GoldenVectors.Text(
                text, IntStream.range(0, tokens.count()).mapToObj(tokens::id).toList());
    }

    private static Map<String, List<float[]>> inputs() {
        SplittableRandom random = new SplittableRandom(4);
        Map<String, List<float[]>> inputs = new LinkedHashMap<>();
        for (int key = 0; key < GoldenVectors.MINIMUM_KEYS; key++) {
            List<float[]> rows = new ArrayList<>();
            for (int step = 0; step < GoldenVectors.MINIMUM_STEPS; step++) {
                float[] row = new float[TOKENS];
                for (int i = 0; i < random.nextInt(TOKENS + 1); i++) {
                    row[i] = random.nextInt(1, 6);
                }
                rows.add(row);
            }
            inputs.put("key-" + key, rows);
        }
        return inputs;
    }

    private static GoldenVectors zeros(Sizes sizes) {
        List<List<Float>> x = zeroRows(sizes.input());
        List<List<Float>> y = zeroRows(sizes.output());
        List<Float> state = IntStream.range(0, sizes.state()).mapToObj(i -> 0f).toList();
        return new GoldenVectors(
                GoldenVectors.Tolerances.DEFAULT,
                List.of("a", "b", "c").stream()
                        .map(key -> new GoldenVectors.Sequence(key, x, y, state))
                        .toList());
    }

    private static List<List<Float>> zeroRows(int width) {
        List<Float> row = IntStream.range(0, width).mapToObj(i -> 0f).toList();
        return IntStream.range(0, GoldenVectors.MINIMUM_STEPS)
                .mapToObj(i -> row)
                .toList();
    }
}
