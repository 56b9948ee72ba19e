package io.sluice.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/**
 * The golden vectors of a bundle, its {@code golden.json}: inputs, and the outputs and states that the model gave for
 * them when it was trained. A model that does not reproduce them is another model, or its engine computes differently.
 *
 * <p>The resource {@code golden.schema.json} in this package is the JSON Schema of the file.
 *
 * @param tolerance the differences that are accepted; by default {@link Tolerances#DEFAULT}
 * @param keys the golden keys, at least {@value #MINIMUM_KEYS}
 * @param texts some texts with the ids that the tokenizer gave for them; empty if the input is not text
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record GoldenVectors(Tolerances tolerance, List<Sequence> keys, List<Text> texts) {
    /** The smallest number of keys: fewer would not show if the rows of a batch influence each other. */
    public static final int MINIMUM_KEYS = 3;
    /** The smallest number of steps of a key: fewer would not show the effect of its state. */
    public static final int MINIMUM_STEPS = 20;

    public GoldenVectors {
        tolerance = tolerance == null ? Tolerances.DEFAULT : tolerance;
        keys = keys == null ? List.of() : List.copyOf(keys);
        texts = texts == null ? List.of() : List.copyOf(texts);
        if (keys.size() < MINIMUM_KEYS) {
            throw new BundleException("golden.json has " + keys.size() + " keys; it needs at least " + MINIMUM_KEYS);
        }
    }

    /** Golden vectors of a model whose input is not text. */
    public GoldenVectors(Tolerances tolerance, List<Sequence> keys) {
        this(tolerance, keys, List.of());
    }

    /** A text and its token ids, without padding. */
    public record Text(String text, List<Long> ids) {
        public Text {
            if (text == null || ids == null) {
                throw new BundleException("golden.json: every element of \"texts\" needs \"text\" and \"ids\"");
            }
            ids = List.copyOf(ids);
        }
    }

    /**
     * The golden vectors of one key, from the initial state.
     *
     * @param x the input of each step
     * @param y the output of each step
     * @param state the packed state after the last step
     */
    public record Sequence(String key, List<List<Float>> x, List<List<Float>> y, List<Float> state) {
        public Sequence {
            if (key == null || x == null || y == null || state == null) {
                throw new BundleException("golden.json: every key needs \"key\", \"x\", \"y\" and \"state\"");
            }
            if (x.size() < MINIMUM_STEPS || x.size() != y.size()) {
                throw new BundleException("golden.json, key " + key + " has " + x.size() + " rows x and " + y.size()
                        + " rows y; it needs equal numbers of both, at least " + MINIMUM_STEPS);
            }
            x = finite(key, "x", x);
            y = finite(key, "y", y);
            state = finite(key, "state", List.of(state)).get(0);
        }

        private static List<List<Float>> finite(String key, String name, List<List<Float>> rows) {
            if (!rows.stream().flatMap(List::stream).allMatch(Float::isFinite)) {
                throw new BundleException(
                        "golden.json, key " + key + " has a number in " + name + " that is not finite as float32");
            }
            return rows.stream().map(List::copyOf).toList();
        }

        void requireSizes(Sizes sizes) {
            x.forEach(row -> requireSize("input", sizes.input(), row));
            y.forEach(row -> requireSize("output", sizes.output(), row));
            requireSize("state", sizes.state(), state);
        }

        /** Checks that x holds ids: a float32 represents whole numbers exactly up to 2^24. */
        void requireIds() {
            if (!x.stream().flatMap(List::stream).allMatch(id -> id >= 0 && id <= 1 << 24 && id % 1 == 0)) {
                throw new BundleException("golden.json, key " + key
                        + " has an x that is not an id: ids are whole numbers from 0 to 2^24");
            }
        }

        private void requireSize(String name, int size, List<Float> row) {
            if (row.size() != size) {
                throw new BundleException("model.json says " + name + " " + size + ", golden.json has " + row.size()
                        + " (key " + key + "); the two files belong to different bundles, copy the bundle again");
            }
        }
    }

    /** The tolerances on CPUs and on GPUs. */
    public record Tolerances(Tolerance cpu, Tolerance gpu) {
        public static final Tolerances DEFAULT = new Tolerances(new Tolerance(1e-5, 1e-4), new Tolerance(1e-3, 1e-3));

        public Tolerances {
            cpu = cpu == null ? DEFAULT.cpu : cpu;
            gpu = gpu == null ? DEFAULT.gpu : gpu;
        }
    }

    /** The accepted difference of a value: at most {@code absolute + relative * |expected|}. */
    public record Tolerance(double absolute, double relative) {
        public Tolerance {
            if (!(absolute >= 0 && relative >= 0 && absolute <= 1 && relative <= 1)) {
                throw new BundleException("golden.json: tolerance absolute " + absolute + ", relative " + relative
                        + "; both must be from 0 to 1");
            }
        }

        /** Returns the accepted difference from {@code expected}. */
        double of(float expected) {
            return absolute + relative * Math.abs((double) expected);
        }
    }

    /**
     * Checks that the vectors fit a manifest.
     *
     * @throws BundleException if a row has another width than the manifest says, if x holds something else than the ids
     *     that the model takes, or if every surprise is below 0, which a scorer never scores
     */
    void requireFit(Manifest manifest) {
        keys.forEach(sequence -> sequence.requireSizes(manifest.sizes()));
        if (!(manifest.input() instanceof Manifest.Input.Numeric)) {
            keys.forEach(Sequence::requireIds);
        }
        int surprise = manifest.outputNames().indexOf("surprise");
        if (manifest.task() == Manifest.Task.ANOMALY
                && surprise >= 0
                && keys.stream().flatMap(sequence -> sequence.y().stream()).allMatch(y -> y.get(surprise) < 0)) {
            throw new BundleException(
                    "golden.json has a surprise below 0 at every step, which is never scored; a surprise"
                            + " must be at least 0, and larger for an event that fits less");
        }
    }

    /** Writes the file {@code golden.json}. */
    public void write(Path file) throws IOException {
        BundleJson.write(file, this);
    }

    /**
     * Tokenizes the golden texts and compares their ids.
     *
     * @param tokenizer returns the ids of each text, in the order of the texts
     * @throws BundleException if the ids of a text differ; the message names the text
     */
    public void verifyTexts(Function<List<String>, List<List<Long>>> tokenizer) {
        List<List<Long>> found = tokenizer.apply(texts.stream().map(Text::text).toList());
        for (int i = 0; i < texts.size(); i++) {
            Text expected = texts.get(i);
            if (!expected.ids.equals(found.get(i))) {
                throw new BundleException("golden.json is not reproduced: the tokens of \"" + expected.text
                        + "\": expected " + expected.ids + ", found " + found.get(i)
                        + "; the bundle has another tokenizer, copy the bundle again");
            }
        }
    }
}
