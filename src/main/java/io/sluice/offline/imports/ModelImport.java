package io.sluice.offline.imports;

import io.sluice.engine.ServingModel;
import io.sluice.feature.Tokenizer;
import io.sluice.feature.Tokens;
import io.sluice.model.Bundle;
import io.sluice.model.BundleException;
import io.sluice.model.EngineException;
import io.sluice.model.GoldenRecorder;
import io.sluice.model.GoldenVectors;
import io.sluice.model.Manifest;
import io.sluice.model.ModelFile;
import io.sluice.model.Sizes;
import io.sluice.model.StepModel;
import io.sluice.model.Vocabulary;
import io.sluice.runtime.Engines;
import io.sluice.runtime.LoadedBundle;
import io.sluice.torch.BundleTokenizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Makes a bundle from a bare model file: runs it to find the sizes of its rows, names its outputs, records golden
 * vectors, and verifies the result as the pipeline does. Nothing is written.
 */
public final class ModelImport {
    private static final List<String> TEXTS =
            List.of("It works well.", "This is NOT what I ordered!", "Wait... \u00e9t\u00e9 \ud83d\ude00 zzz");

    private final Path file;
    private final byte[] weights;
    private final byte[] inputFile;
    private final ImportRequest request;
    private final @Nullable SampleEvents events;

    /**
     * An import of a file.
     *
     * @param file the file, in messages
     * @param weights its bytes; the caller must not change them
     * @param inputFile the bytes of the tokenizer file or the vocabulary file; empty for numeric channels
     * @param events the events whose rows become golden vectors; null for generated rows
     */
    public ModelImport(
            Path file, byte[] weights, byte[] inputFile, ImportRequest request, @Nullable SampleEvents events) {
        this.file = file;
        this.weights = weights;
        this.inputFile = inputFile;
        this.request = request;
        this.events = events;
    }

    /**
     * Makes the bundle.
     *
     * @throws BundleException if the file is no model of this kind; the message is one line that names the file
     * @throws IOException if the events cannot be read
     */
    public Bundle bundle() throws IOException {
        Bundle bundle;
        try (ModelFile module = naming(() -> Engines.open(String.valueOf(file.getFileName()), weights))) {
            bundle = bundle(module);
        }
        LoadedBundle.open(bundle, "cpu");
        return bundle;
    }

    private Bundle bundle(ModelFile module) throws IOException {
        Manifest manifest = naming(() -> manifest(module));
        Vocabulary vocabulary = naming(() -> vocabulary(manifest.input()));
        Tokenizer tokenizer = naming(() -> tokenizer(manifest.input()));
        ServingModel serving = naming(() -> new ServingModel(manifest, 0, tokenizer, vocabulary));
        Map<String, List<List<Float>>> rows = events == null
                ? generated(manifest.input())
                : read(events, events.run(serving, module.stepModel(manifest, vocabulary)), manifest.input());
        return naming(() -> {
            try (StepModel model = module.stepModel(manifest, vocabulary)) {
                GoldenVectors golden = golden(model, rows, texts(tokenizer));
                Bundle bundle = Bundle.of(file, manifest, weights, inputFile, golden);
                bundle.measureRows(model, golden.tolerance().cpu()); // names this fault better than the golden vectors
                return bundle;
            }
        });
    }

    private GoldenVectors golden(StepModel model, Map<String, List<List<Float>>> rows, List<GoldenVectors.Text> texts) {
        try {
            return GoldenRecorder.record(model, rows, texts);
        } catch (EngineException e) {
            throw new BundleException(
                    e.getMessage()
                            + (events == null
                                    ? " (for a generated row; take events of your own with --events FILE)"
                                    : ""),
                    e);
        }
    }

    private Map<String, List<List<Float>>> read(SampleEvents events, EventRun run, Manifest.Input input)
            throws IOException {
        try (run) {
            return events.rows(run, input);
        } catch (BundleException e) {
            throw named(e);
        }
    }

    private Manifest manifest(ModelFile module) {
        Manifest.Input input = request.input();
        Sizes sizes = module.sizes(input, request.state());
        if (!(input instanceof Manifest.Input.Numeric)) {
            module.requireId(Bundle.largestId(input, inputFile), String.valueOf(input.file()), sizes);
        }
        List<Manifest.Output> outputs =
                OutputNames.of(request.task(), input, request.labels(), request.outputs(), sizes.output()).stream()
                        .map(Manifest.Output::new)
                        .toList();
        return new Manifest(
                Manifest.FORMAT,
                request.name(),
                request.version(),
                request.task(),
                new Manifest.Weights(module.weightsName(), Bundle.sha256(weights)),
                sizes,
                input,
                outputs,
                request.scorer(),
                request.scoring(),
                List.of());
    }

    private @Nullable Vocabulary vocabulary(Manifest.Input input) {
        return input instanceof Manifest.Input.Item item ? Vocabulary.read(inputFile, item.vocabulary()) : null;
    }

    private @Nullable Tokenizer tokenizer(Manifest.Input input) {
        return input instanceof Manifest.Input.Text text
                ? BundleTokenizer.open(new ByteArrayInputStream(inputFile), text.tokens())
                : null;
    }

    private Map<String, List<List<Float>>> generated(Manifest.Input input) {
        return input instanceof Manifest.Input.Numeric numeric
                ? GeneratedRows.of(numeric)
                : GeneratedRows.ofIds(input.width(), Bundle.largestId(input, inputFile));
    }

    private static List<GoldenVectors.Text> texts(@Nullable Tokenizer tokenizer) {
        if (tokenizer == null) {
            return List.of();
        }
        List<Tokens> tokens = tokenizer.tokenize(TEXTS);
        return IntStream.range(0, TEXTS.size())
                .mapToObj(i -> new GoldenVectors.Text(TEXTS.get(i), ids(tokens.get(i))))
                .toList();
    }

    private static List<Long> ids(Tokens tokens) {
        return IntStream.range(0, tokens.count()).mapToObj(tokens::id).toList();
    }

    private <T> T naming(Supplier<T> part) {
        try {
            return part.get();
        } catch (BundleException e) {
            throw named(e);
        }
    }

    private BundleException named(BundleException e) {
        return new BundleException("model " + file + ": " + e.getMessage(), e);
    }
}
