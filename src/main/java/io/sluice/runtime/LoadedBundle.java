package io.sluice.runtime;

import io.sluice.feature.NumericEncoder;
import io.sluice.feature.Tokens;
import io.sluice.model.Bundle;
import io.sluice.model.BundleException;
import io.sluice.model.DeviceSetting;
import io.sluice.model.EngineException;
import io.sluice.model.GoldenVectors.Tolerance;
import io.sluice.model.GoldenVectors.Tolerances;
import io.sluice.model.InferenceEngine;
import io.sluice.model.Manifest;
import io.sluice.model.SingleSteps;
import io.sluice.model.StepBatch;
import io.sluice.model.StepModel;
import io.sluice.torch.BundleTokenizer;
import io.sluice.torch.Explainer;
import io.sluice.torch.TorchInference;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A bundle that an engine has loaded and that has reproduced its golden vectors on the chosen device. It makes the
 * {@link StepModel} of each thread. The name of the file of weights decides on the engine ({@link Engines}).
 */
public final class LoadedBundle {
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

    /** The number of rows that an instance for verification is warmed up for. */
    private static final int SMALL = 4;

    private final Bundle bundle;
    private final InferenceEngine engine;
    private final @Nullable BundleTokenizer tokenizer;
    private final double goldenDifference;
    private final double rowDifference;
    private final double runDifference;
    private final int longestRun;

    private LoadedBundle(Bundle bundle, InferenceEngine engine) {
        this.bundle = bundle;
        this.engine = engine;
        this.tokenizer =
                bundle.manifest().input() instanceof Manifest.Input.Text text ? openTokenizer(bundle, text) : null;
        Tolerances tolerances = bundle.golden().tolerance();
        Tolerance tolerance = engine.device().equals("cpu") ? tolerances.cpu() : tolerances.gpu();
        try (StepModel model = engine.newStepModel(bundle, SMALL)) {
            this.goldenDifference = bundle.verify(model, tolerance);
            this.rowDifference = bundle.measureRows(model, tolerance);
            this.runDifference = bundle.measureRuns(model);
            this.longestRun = runDifference == 0 ? model.longestRun() : 1;
            if (!(bundle.manifest().input() instanceof Manifest.Input.Numeric)) {
                requireLargestId(bundle, model);
            }
        }
    }

    private static BundleTokenizer openTokenizer(Bundle bundle, Manifest.Input.Text text) {
        BundleTokenizer tokenizer = BundleTokenizer.open(bundle.tokenizer(), text.tokens());
        bundle.golden().verifyTexts(texts -> tokenizer.tokenize(texts).stream()
                .map(LoadedBundle::ids)
                .toList());
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

    /** Steps the largest id: a model with too few embeddings would otherwise fail at the first event that has it. */
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
                    "the model does not accept the id " + largest + ", the largest of "
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
     * @throws EngineException if the engine cannot be started, or {@code device} asks for a GPU that it cannot use
     * @throws IllegalArgumentException if {@code device} is unknown
     */
    public static LoadedBundle open(Path directory, String device) {
        return open(Bundle.open(directory), device);
    }

    /**
     * Loads and verifies a bundle that may not be written yet.
     *
     * @param device {@code auto}, {@code cpu}, {@code gpu} or {@code gpu:N}
     * @throws BundleException if the bundle cannot be used; the message is one line that names it
     * @throws EngineException if the engine cannot be started, or {@code device} asks for a GPU that it cannot use
     * @throws IllegalArgumentException if {@code device} is unknown
     */
    public static LoadedBundle open(Bundle bundle, String device) {
        return naming(bundle.directory(), () -> {
            if (bundle.manifest().input() instanceof Manifest.Input.Numeric numeric) {
                requireColumns(numeric);
            }
            return new LoadedBundle(bundle, Engines.start(bundle.manifest().weights(), DeviceSetting.of(device)));
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
     * Makes an instance of the model for one thread, loaded and warmed up. The caller closes it. It takes runs only if
     * their steps have the bits of single steps.
     *
     * @param capacity the number of rows of the largest batch that it will step
     */
    public StepModel newStepModel(int capacity) {
        return naming(bundle.directory(), () -> {
            StepModel model = engine.newStepModel(bundle, capacity);
            return runDifference == 0 ? model : new SingleSteps(model);
        });
    }

    /**
     * Makes an explainer, which steps keys one by one and returns the gates of each step. The caller closes it.
     *
     * @throws BundleException if the model has no method {@code explain}, which only a TorchScript module can have
     */
    public Explainer newExplainer() {
        return naming(bundle.directory(), () -> {
            if (engine instanceof TorchInference torch) {
                return torch.newExplainer(bundle);
            }
            throw new BundleException(bundle.manifest().weights().file() + " has no method explain, which shows the"
                    + " gates of a cell; only a TorchScript module (model.pt) can have one");
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
        return engine.device();
    }

    /** Returns the name and the version of the engine. */
    public String engine() {
        return engine.name();
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

    /** Returns the largest number of events of a key that one call of a small batch takes; 1 without runs. */
    public int longestRun() {
        return longestRun;
    }

    /**
     * Returns the largest absolute difference that stepping in a run made; 0 if it changes no bit, or if the model
     * takes no runs, and infinite if the model fails on a run.
     */
    public double runDifference() {
        return runDifference;
    }

    /** Says in a clause how a run differs from single steps; {@link #runDifference} must not be 0. */
    public String runFault() {
        return Double.isInfinite(runDifference)
                ? "in a run of several events of a key, it fails or gives something else than numbers"
                : String.format(
                        Locale.ROOT,
                        "in a run of several events of a key, its results differ by up to %.1e",
                        runDifference);
    }
}
