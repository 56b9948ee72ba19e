package io.sluice.model;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A model bundle, read and verified: a folder with {@code model.json} (the {@link Manifest}), the weights, the
 * tokenizer of a text model or the vocabulary of an item model, and {@code golden.json} (the {@link GoldenVectors}).
 *
 * <p>A bundle is immutable. The weights are read once: {@link #weights()} returns the bytes whose SHA-256 was compared
 * with the manifest, even if the file changes later.
 */
public final class Bundle {
    private static final String MANIFEST = "model.json";
    private static final String GOLDEN = "golden.json";
    private static final byte[] NO_BYTES = {};

    private final Path directory;
    private final Manifest manifest;
    private final byte[] weights;
    private final byte[] inputFile;
    private final @Nullable Vocabulary vocabulary;
    private final GoldenVectors golden;

    private Bundle(Path directory, Manifest manifest, byte[] weights, byte[] inputFile, GoldenVectors golden) {
        this.directory = directory;
        this.manifest = manifest;
        this.weights = weights;
        this.inputFile = inputFile;
        this.vocabulary = requireFit(manifest, inputFile, golden);
        this.golden = golden;
    }

    /**
     * Reads a bundle without executing any of it.
     *
     * @throws BundleException if a file is missing, cannot be read, or does not agree with the others
     */
    public static Bundle open(Path directory) {
        return open(directory, AllowedDigests.ANY);
    }

    /**
     * Reads a bundle without executing any of it, if it is allowed.
     *
     * @throws BundleException if it is not, or if a file is missing, cannot be read, or does not agree with the others
     */
    public static Bundle open(Path directory, AllowedDigests allowed) {
        try {
            return read(directory, allowed);
        } catch (BundleException e) {
            throw new BundleException("model " + directory + ": " + inLine(e), e);
        }
    }

    /** A name in a file of the bundle may hold line ends. */
    private static String inLine(BundleException e) {
        return String.valueOf(e.getMessage()).replaceAll("\\R", " ");
    }

    /**
     * Makes a bundle that is not written yet.
     *
     * @param name the name of the bundle in messages
     * @param weights the bytes of the weights file, with the SHA-256 that {@code manifest} names; the caller must not
     *     change them
     * @param inputFile the bytes of the tokenizer file or the vocabulary file; empty if the manifest names neither
     * @throws BundleException if the parts do not fit together
     */
    public static Bundle of(Path name, Manifest manifest, byte[] weights, byte[] inputFile, GoldenVectors golden) {
        requireSha256(manifest.weights(), weights);
        return new Bundle(name, manifest, weights, inputFile, golden);
    }

    /**
     * Returns this bundle with the same network in another file.
     *
     * @param directory the folder of the new bundle, which is not written yet
     * @param file the name of the weights file
     * @param otherWeights its bytes, which the caller must not change
     */
    public Bundle with(Path directory, String file, byte[] otherWeights) {
        Manifest.Weights named = new Manifest.Weights(file, sha256(otherWeights));
        return new Bundle(directory, manifest.with(named), otherWeights, inputFile, golden);
    }

    private static Bundle read(Path directory, AllowedDigests allowed) {
        if (!Files.isDirectory(directory)) {
            throw new BundleException((Files.exists(directory) ? "this is a file" : "there is no such folder")
                    + (directory.isAbsolute()
                            ? ""
                            : " (" + directory.toAbsolutePath().normalize() + ")")
                    + "; give the folder of a bundle");
        }
        byte[] json = BundleFile.read(directory, MANIFEST, BundleFile.LARGEST_MANIFEST);
        Manifest manifest = BundleJson.read(json, MANIFEST, Manifest.class);
        allowed.require(sha256(json), manifest.weights().sha256());
        byte[] weights = BundleFile.read(directory, manifest.weights().file(), BundleFile.LARGEST_WEIGHTS);
        requireSha256(manifest.weights(), weights);
        String inputFile = manifest.input().file();
        byte[] input =
                inputFile == null ? NO_BYTES : BundleFile.read(directory, inputFile, BundleFile.LARGEST_INPUT_FILE);
        byte[] expected = BundleFile.read(directory, GOLDEN, BundleFile.LARGEST_GOLDEN);
        GoldenVectors golden = BundleJson.read(expected, GOLDEN, GoldenVectors.class);
        return new Bundle(directory, manifest, weights, input, golden);
    }

    /** Checks that the parts of a bundle fit, and returns the vocabulary; null if the input is not an item. */
    private static @Nullable Vocabulary requireFit(Manifest manifest, byte[] inputFile, GoldenVectors golden) {
        golden.requireFit(manifest);
        if (!(manifest.input() instanceof Manifest.Input.Item item)) {
            return null;
        }
        Vocabulary vocabulary = Vocabulary.read(inputFile, item.vocabulary());
        if (manifest.task() == Manifest.Task.RANKING) {
            RankedOutput output = RankedOutput.of(manifest);
            output.requireFit(vocabulary, item.vocabulary());
            output.requireFit(golden, vocabulary);
        }
        return vocabulary;
    }

    private static void requireSha256(Manifest.Weights expected, byte[] weights) {
        String found = sha256(weights);
        if (!found.equals(expected.sha256())) {
            throw new BundleException(
                    MANIFEST + " says SHA-256 " + expected.sha256() + ", but " + expected.file() + " (" + weights.length
                            + " bytes) has " + found + "; the file was changed or cut off, copy the bundle again");
        }
    }

    /**
     * Writes the three files of a bundle with numeric input. Creates the folder if needed and replaces existing files.
     *
     * @param weights the bytes of the weights file, with the SHA-256 that {@code manifest} names
     */
    public static void write(Path directory, Manifest manifest, byte[] weights, GoldenVectors golden)
            throws IOException {
        write(directory, manifest, weights, NO_BYTES, golden);
    }

    /**
     * Writes the files of a bundle. Creates the folder if needed and replaces existing files.
     *
     * @param weights the bytes of the weights file, with the SHA-256 that {@code manifest} names
     * @param inputFile the bytes of the tokenizer file or the vocabulary file; empty if the manifest names neither
     */
    public static void write(Path directory, Manifest manifest, byte[] weights, byte[] inputFile, GoldenVectors golden)
            throws IOException {
        of(directory, manifest, weights, inputFile, golden).write(directory);
    }

    /** Writes the files of this bundle. Creates the folder if needed and replaces existing files. */
    public void write(Path directory) throws IOException {
        Files.createDirectories(directory);
        String file = manifest.input().file();
        if (file != null) {
            Files.write(directory.resolve(file), inputFile);
        }
        Files.write(directory.resolve(manifest.weights().file()), weights);
        BundleJson.write(directory.resolve(MANIFEST), manifest);
        golden.write(directory.resolve(GOLDEN));
    }

    /** Returns the SHA-256 of bytes in lower-case hexadecimal digits, the form of the manifest. */
    public static String sha256(byte[] bytes) {
        return HexFormat.of().formatHex(digest(bytes));
    }

    private static byte[] digest(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-256, which every Java must have", e);
        }
    }

    public Path directory() {
        return directory;
    }

    public Manifest manifest() {
        return manifest;
    }

    /** Returns the verified bytes of the weights file. */
    public InputStream weights() {
        return new ByteArrayInputStream(weights);
    }

    /** Returns the bytes of the tokenizer file; empty if the input is not text. */
    public InputStream tokenizer() {
        return manifest.input() instanceof Manifest.Input.Text
                ? new ByteArrayInputStream(inputFile)
                : InputStream.nullInputStream();
    }

    /** Returns the items that the model knows; null if its input is not an item. */
    public @Nullable Vocabulary vocabulary() {
        return vocabulary;
    }

    /**
     * Returns the largest id of the tokenizer or the vocabulary.
     *
     * @throws BundleException if the tokenizer file has no vocabulary
     * @throws IllegalStateException if the input is numeric
     */
    public long largestId() {
        return largestId(manifest.input(), inputFile);
    }

    /** Returns the id of the tokenizer's token for unknown words; empty if it has none, or the input is not text. */
    public OptionalLong unknownTokenId() {
        return manifest.input() instanceof Manifest.Input.Text text
                ? TokenizerVocabulary.unknownId(inputFile, text.tokenizer())
                : OptionalLong.empty();
    }

    /**
     * Returns the largest id of a tokenizer file or a vocabulary file.
     *
     * @throws BundleException if the file has no vocabulary
     * @throws IllegalStateException if the input is numeric
     */
    public static long largestId(Manifest.Input input, byte[] inputFile) {
        if (input instanceof Manifest.Input.Item item) {
            return Vocabulary.read(inputFile, item.vocabulary()).size();
        }
        if (input instanceof Manifest.Input.Text text) {
            return TokenizerVocabulary.largestId(inputFile, text.tokenizer());
        }
        throw new IllegalStateException("a model of " + input.kind().json() + " input has no ids");
    }

    /**
     * Steps {@code model} through the golden inputs of all keys together, in rounds, then of each key alone.
     *
     * @return the largest difference from the golden vectors
     * @throws BundleException if a value differs by more than {@code tolerance}; the message names key, step and
     *     element
     */
    public double verify(StepModel model, GoldenVectors.Tolerance tolerance) {
        return GoldenRun.verify(model, golden, tolerance, comparison());
    }

    /**
     * Returns the largest difference between a golden row stepped alone and in a batch; 0 if all bits are equal.
     *
     * @throws BundleException if the difference exceeds {@code tolerance}, because the model's rows depend on each
     *     other, or if a step changes its input or its state in place
     */
    public double measureRows(StepModel model, GoldenVectors.Tolerance tolerance) {
        return RowInvariance.measure(model, golden, tolerance, comparison());
    }

    /**
     * Returns the largest difference between a golden step in a run and the same step alone; 0 if all bits are equal,
     * infinite if the model fails on a run.
     */
    public double measureRuns(StepModel model) {
        return RunInvariance.measure(model, golden);
    }

    private OutputComparison comparison() {
        return manifest.task() == Manifest.Task.RANKING
                ? new RankingComparison(RankedOutput.of(manifest).depth())
                : OutputComparison.ELEMENTS;
    }

    public GoldenVectors golden() {
        return golden;
    }

    /**
     * Returns the fingerprint of everything that gives a stored state its meaning. A state that was written under
     * another fingerprint means something else.
     *
     * <p>It is the first 8 bytes, big-endian, of a SHA-256 of: the SHA-256 of the weights; the kind of the input; the
     * sizes; the columns of a numeric input or the SHA-256 of the tokenizer or the vocabulary; and the names of the
     * outputs, because a scorer keeps their pasts in this order.
     */
    public long fingerprint() {
        Manifest.Input input = manifest.input();
        String identity = String.join(
                "\n",
                manifest.weights().sha256(),
                input.kind().json(),
                manifest.sizes().input() + " " + manifest.sizes().state() + " "
                        + manifest.sizes().output(),
                input.file() == null ? String.join("\n", input.columns()) : sha256(inputFile),
                String.join("\n", manifest.outputNames()));
        return ByteBuffer.wrap(digest(identity.getBytes(StandardCharsets.UTF_8)))
                .getLong();
    }
}
