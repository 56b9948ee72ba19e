package io.sluice.torch;

import ai.djl.Device;
import ai.djl.engine.Engine;
import io.sluice.feature.NumericEncoder;
import io.sluice.feature.Tokens;
import io.sluice.model.Bundle;
import io.sluice.model.BundleException;
import io.sluice.model.EngineException;
import io.sluice.model.GoldenVectors.Tolerance;
import io.sluice.model.GoldenVectors.Tolerances;
import io.sluice.model.Manifest;
import io.sluice.model.StepBatch;
import io.sluice.model.StepModel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A bundle that PyTorch has loaded and that has reproduced its golden vectors on the chosen device. It makes the
 * {@link StepModel} of each thread.
 */
public final class TorchBundle {
    /**
     * Texts with combining marks, emoji of several code points, right-to-left words, words without spaces and U+FFFD.
     */
    private static final List<String> UNUSUAL_TEXTS = List.of(
            "a 1 \u00e9 e\u0301",
            "\ud83d\ude00",
            "\ud83d\udc69\u200d\ud83d\udc69\u200d\ud83d\udc67 \ud83c\uddf5\ud83c\uddf9",
            "\u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627",
            "\u6f22\u5b57\u304b\u306a",
            "\ufffd \u0000 \uffff");

    private final Bundle bundle;
    private final Engine engine;
    private final Device device;
    private final @Nullable BundleTokenizer tokenizer;
    private final double goldenDifference;
    private final double rowDifference;

    private TorchBundle(Bundle bundle, Engine engine, Device device) {
        this.bundle = bundle;
        this.engine = engine;
        this.device = device;
        this.tokenizer =
                bundle.manifest().input() instanceof Manifest.Input.Text text ? openTokenizer(bundle, text) : null;
        Tolerances tolerances = bundle.golden().tolerance();
        Tolerance tolerance = device.isGpu() ? tolerances.gpu() : tolerances.cpu();
        try (StepModel model = new TorchStepModel(bundle, engine, device, TorchStepModel.SMALLEST_BUCKET)) {
            this.goldenDifference = bundle.verify(model, tolerance);
            this.rowDifference = bundle.measureRows(model, tolerance);
            if (!(bundle.manifest().input() instanceof Manifest.Input.Numeric)) {
                requireLargestId(bundle, model);
            }
        }
    }

    private static BundleTokenizer openTokenizer(Bundle bundle, Manifest.Input.Text text) {
        BundleTokenizer tokenizer = BundleTokenizer.open(bundle.tokenizer(), text.tokens());
        bundle.golden()
                .verifyTexts(texts ->
                        tokenizer.tokenize(texts).stream().map(TorchBundle::ids).toList());
        try {
            tokenizer.tokenize(UNUSUAL_TEXTS);
        } catch (EngineException e) {
            throw new BundleException(
                    text.tokenizer() + " does not accept every text, such as emoji or Hebrew: " + e.getMessage()
                            + "; give it a token for unknown words",
                    e);
        }
        return tokenizer;
    }

    private static List<Long> ids(Tokens tokens) {
        return IntStream.range(0, tokens.count()).mapToObj(tokens::id).toList();
    }

    /** Steps the largest id: a module with too few embeddings would otherwise fail at the first event that has it. */
    private static void requireLargestId(Bundle bundle, StepModel model) {
        long largest = bundle.largestId();
        StepBatch batch = model.newBatch(1);
        long[] ids = new long[model.sizes().input()];
        Arrays.fill(ids, largest);
        batch.putInput(0, ids);
        batch.putState(0, model.initialState(), 0);
        batch.rows(1);
        try {
            model.step(batch);
        } catch (EngineException e) {
            throw new BundleException(
                    "the module does not accept the id " + largest + ", the largest of "
                            + bundle.manifest().input().file() + ": " + e.getMessage(),
                    e);
        }
    }

    /**
     * Opens, loads and verifies a bundle.
     *
     * @param device {@code auto} (the first GPU, or the CPU if there is none), {@code cpu}, {@code gpu} or
     *     {@code gpu:N}
     * @throws BundleException if the bundle cannot be used; the message is one line that names it
     * @throws EngineException if PyTorch cannot be started, or {@code device} asks for a GPU that is missing
     * @throws IllegalArgumentException if {@code device} is unknown
     */
    public static TorchBundle open(Path directory, String device) {
        return open(Bundle.open(directory), device);
    }

    /**
     * Loads and verifies a bundle that may not be written yet.
     *
     * @param device {@code auto}, {@code cpu}, {@code gpu} or {@code gpu:N}
     * @throws BundleException if the bundle cannot be used; the message is one line that names it
     * @throws EngineException if PyTorch cannot be started, or {@code device} asks for a GPU that is missing
     * @throws IllegalArgumentException if {@code device} is unknown
     */
    public static TorchBundle open(Bundle bundle, String device) {
        return naming(bundle.directory(), () -> {
            if (bundle.manifest().input() instanceof Manifest.Input.Numeric numeric) {
                requireColumns(numeric);
            }
            Engine engine = TorchEngine.start();
            Device chosen = Devices.choose(device, engine);
            return new TorchBundle(bundle, engine, chosen);
        });
    }

    private static void requireColumns(Manifest.Input.Numeric input) {
        try {
            new NumericEncoder(input.channels(), input.columns());
        } catch (IllegalArgumentException e) {
            throw new BundleException("model.json: " + e.getMessage(), e);
        }
    }

    private static <T> T naming(Path directory, Supplier<T> load) {
        try {
            return load.get();
        } catch (BundleException e) {
            throw new BundleException("model " + directory + ": " + e.getMessage(), e);
        }
    }

    /**
     * Makes an instance of the model for one thread, loaded and warmed up. The caller closes it.
     *
     * @param capacity the number of rows of the largest batch that it will step
     */
    public StepModel newStepModel(int capacity) {
        return naming(bundle.directory(), () -> new TorchStepModel(bundle, engine, device, capacity));
    }

    /**
     * Makes an explainer, which steps keys one by one and returns the gates of each step. The caller closes it.
     *
     * @throws BundleException if the module has no method {@code explain}
     */
    public Explainer newExplainer() {
        return naming(bundle.directory(), () -> {
            try (StepModel model = newStepModel(TorchStepModel.SMALLEST_BUCKET)) {
                return new Explainer(bundle, engine, device, model.initialState());
            }
        });
    }

    /** Returns the tokenizer, which cuts to the bundle's number of tokens; null if the input is not text. */
    public @Nullable BundleTokenizer tokenizer() {
        return tokenizer;
    }

    public Bundle bundle() {
        return bundle;
    }

    /** Returns the device in the form of the setting: {@code cpu} or {@code gpu:N}. */
    public String device() {
        return device.isGpu() ? "gpu:" + device.getDeviceId() : "cpu";
    }

    /** Returns the name and the version of the engine. */
    public String engine() {
        return engine.getEngineName() + " " + engine.getVersion();
    }

    /** Returns the largest absolute difference between the golden vectors and the results of this device. */
    public double goldenDifference() {
        return goldenDifference;
    }

    /**
     * Returns the largest absolute difference that the place of a row in a batch made; 0 if batching changes no bit.
     */
    public double rowDifference() {
        return rowDifference;
    }
}
