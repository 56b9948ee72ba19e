package io.sluice.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What a bundle's {@code golden.json} says: inputs, and the outputs and states that the model gave for them where it
 * was made. A model that does not reproduce them is not that model, or its engine computes otherwise.
 *
 * <p>{@code golden.schema.json} beside this class is the same as a JSON Schema.
 *
 * @param tolerance how far an engine may be off; the defaults where the file says nothing
 * @param keys at least {@value #MINIMUM_KEYS}
 * @param texts what the tokenizer made of some texts; none where the input is no text
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record GoldenVectors(Tolerances tolerance, List<Sequence> keys, List<Text> texts) {
    /** Fewer keys would not show what rows of a batch do to each other. */
    public static final int MINIMUM_KEYS = 3;
    /** Fewer steps of a key would not show what its state does. */
    public static final int MINIMUM_STEPS = 20;

    public GoldenVectors {
        tolerance = tolerance == null ? Tolerances.DEFAULT : tolerance;
        keys = keys == null ? List.of() : List.copyOf(keys);
        texts = texts == null ? List.of() : List.copyOf(texts);
        if (keys.size() < MINIMUM_KEYS) {
            throw new BundleException("golden.json has " + keys.size() + " keys; it needs at least " + MINIMUM_KEYS);
        }
    }

    /** Golden vectors of a model whose input is no text. */
    public GoldenVectors(Tolerances tolerance, List<Sequence> keys) {
        this(tolerance, keys, List.of());
    }

    /** A text and its token ids, without padding. */
    public record Text(String text, List<Long> ids) {
        public Text {
            if (text == null || ids == null) {
                throw new BundleException("golden.json: each of \"texts\" needs \"text\" and \"ids\"");
            }
            ids = List.copyOf(ids);
        }
    }

    /** Inputs x of one key, the output y of each step from the initial state, and the packed state after the last. */
    public record Sequence(String key, List<List<Float>> x, List<List<Float>> y, List<Float> state) {
        public Sequence {
            if (key == null || x == null || y == null || state == null) {
                throw new BundleException("golden.json: every key needs \"key\", \"x\", \"y\" and \"state\"");
            }
            if (x.size() < MINIMUM_STEPS || x.size() != y.size()) {
                throw new BundleException("golden.json, key " + key + " has " + x.size() + " rows x and " + y.size()
                        + " rows y; it needs as many of both, and at least " + MINIMUM_STEPS);
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

        /** A float32 holds whole numbers up to 2^24 as they are. */
        void requireIds() {
            if (!x.stream().flatMap(List::stream).allMatch(id -> id >= 0 && id <= 1 << 24 && id % 1 == 0)) {
                throw new BundleException("golden.json, key " + key + " has an x that is no id: ids are whole numbers"
                        + " from 0 to 2^24");
            }
        }

        private void requireSize(String name, int size, List<Float> row) {
            if (row.size() != size) {
                throw new BundleException("model.json says " + name + " " + size + ", golden.json has " + row.size()
                        + " (key " + key + "); the two files are not of one bundle, copy it again");
            }
        }
    }

    /** Tolerances by family of devices. */
    public record Tolerances(Tolerance cpu, Tolerance gpu) {
        public static final Tolerances DEFAULT = new Tolerances(new Tolerance(1e-5, 1e-4), new Tolerance(1e-3, 1e-3));

        public Tolerances {
            cpu = cpu == null ? DEFAULT.cpu : cpu;
            gpu = gpu == null ? DEFAULT.gpu : gpu;
        }
    }

    /** A value agrees with what is expected if it is off by at most {@code absolute + relative * |expected|}. */
    public record Tolerance(double absolute, double relative) {
        public Tolerance {
            if (!(absolute >= 0 && relative >= 0 && absolute <= 1 && relative <= 1)) {
                throw new BundleException("golden.json: tolerance absolute " + absolute + ", relative " + relative
                        + "; both must be from 0 to 1");
            }
        }

        double of(float expected) {
            return absolute + relative * Math.abs((double) expected);
        }
    }

    /**
     * Holds the vectors against a manifest.
     *
     * @throws BundleException where a row is not as wide as the manifest says, no id where it takes ids, or a surprise
     *     that is never at least 0, which a scorer would pass over for ever
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
            throw new BundleException("golden.json has a surprise below 0 at every step; a surprise is at least 0, and"
                    + " larger where an event fits less: nothing below 0 is scored");
        }
    }

    /**
     * Steps {@code model}, alone and from its initial state, through the inputs of each key, and keeps what it gives.
     *
     * @param inputs the rows x of each key
     */
    public static GoldenVectors record(StepModel model, Map<String, List<float[]>> inputs) {
        List<Sequence> sequences = new ArrayList<>();
        inputs.forEach((key, x) -> {
            List<List<Float>> rows = x.stream().map(GoldenRun::boxed).toList();
            sequences.add(new GoldenRun(model, List.of(rows)).run().get(0).toSequence(key, rows));
        });
        return new GoldenVectors(Tolerances.DEFAULT, sequences);
    }

    public void write(Path file) throws IOException {
        BundleJson.write(file, this);
    }

    /** {@link Bundle#verify} of a model whose outputs are compared element by element. */
    public double verify(StepModel model, Tolerance tolerance) {
        return verify(model, tolerance, OutputComparison.ELEMENTS);
    }

    double verify(StepModel model, Tolerance tolerance, OutputComparison outputs) {
        double largest = verify(model, tolerance, outputs, keys, "with others");
        for (Sequence sequence : keys) {
            largest = Math.max(largest, verify(model, tolerance, outputs, List.of(sequence), "alone"));
        }
        return largest;
    }

    /**
     * Tokenizes the golden texts.
     *
     * @param tokenizer gives the ids of texts, in their order
     * @throws BundleException where ids are others: names the text
     */
    public void verifyTexts(Function<List<String>, List<List<Long>>> tokenizer) {
        List<List<Long>> found = tokenizer.apply(texts.stream().map(Text::text).toList());
        for (int i = 0; i < texts.size(); i++) {
            Text expected = texts.get(i);
            if (!expected.ids.equals(found.get(i))) {
                throw new BundleException("golden.json is not reproduced: the tokens of \"" + expected.text
                        + "\": expected " + expected.ids + ", found " + found.get(i)
                        + "; the tokenizer is another one, copy the bundle again");
            }
        }
    }

    private static double verify(
            StepModel model, Tolerance tolerance, OutputComparison outputs, List<Sequence> expected, String how) {
        List<GoldenRun.Trace> found =
                new GoldenRun(model, expected.stream().map(Sequence::x).toList()).run();
        double largest = 0;
        for (int i = 0; i < found.size(); i++) {
            largest = Math.max(largest, found.get(i).compare(expected.get(i), tolerance, outputs, how));
        }
        return largest;
    }
}
