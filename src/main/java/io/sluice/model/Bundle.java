package io.sluice.model;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A model bundle, read and verified: a folder with {@code model.json} (the {@link Manifest}), the weights, for texts
 * the tokenizer and for items the vocabulary that it names, and {@code golden.json} (the {@link GoldenVectors}).
 *
 * <p>A bundle is immutable. The weights are read once; the bytes whose SHA-256 was compared with the manifest's are the
 * bytes that {@link #weights()} gives, whatever happens to the file meanwhile.
 */
public final class Bundle {
    private static final String MANIFEST = "model.json";
    private static final String GOLDEN = "golden.json";
    private static final byte[] NONE = {};

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
     * Reads a bundle, and executes nothing of it.
     *
     * @throws BundleException where a file is missing, cannot be read, or does not agree with the others
     */
    public static Bundle open(Path directory) {
        try {
            return read(directory);
        } catch (BundleException e) {
            throw new BundleException("model " + directory + ": " + e.getMessage(), e);
        }
    }

    private static Bundle read(Path directory) {
        if (!Files.isDirectory(directory)) {
            throw new BundleException((Files.exists(directory) ? "this is a file" : "there is no such folder")
                    + "; give a bundle's folder");
        }
        Manifest manifest = BundleJson.read(bytes(directory, MANIFEST), MANIFEST, Manifest.class);
        byte[] weights = bytes(directory, manifest.weights().file());
        requireSha256(manifest.weights(), weights);
        String inputFile = manifest.input().file();
        byte[] input = inputFile == null ? NONE : bytes(directory, inputFile);
        GoldenVectors golden = BundleJson.read(bytes(directory, GOLDEN), GOLDEN, GoldenVectors.class);
        return new Bundle(directory, manifest, weights, input, golden);
    }

    /** Holds a bundle's parts against each other; gives the vocabulary, null where the input is no item. */
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

    private static byte[] bytes(Path directory, String file) {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(directory.resolve(file));
        } catch (NoSuchFileException e) {
            throw new BundleException("there is no " + file + "; a bundle holds it, so copy the bundle again", e);
        } catch (IOException e) {
            throw new BundleException(file + " cannot be read: " + e, e);
        }
        if (bytes.length == 0) {
            throw new BundleException(file + " is empty; copy the bundle again");
        }
        return bytes;
    }

    private static void requireSha256(Manifest.Weights expected, byte[] weights) {
        String found = sha256(weights);
        if (!found.equals(expected.sha256())) {
            throw new BundleException(
                    MANIFEST + " says SHA-256 " + expected.sha256() + ", but " + expected.file() + " (" + weights.length
                            + " bytes) has " + found + "; it was altered or cut off, copy the bundle again");
        }
    }

    /**
     * Writes a bundle's three files, over those that are there, and makes the folder where there is none.
     *
     * @param weights the bytes of the file that {@code manifest} names, with the SHA-256 that it says
     */
    public static void write(Path directory, Manifest manifest, byte[] weights, GoldenVectors golden)
            throws IOException {
        write(directory, manifest, weights, NONE, golden);
    }

    /**
     * Writes a bundle's files, over those that are there, and makes the folder where there is none.
     *
     * @param weights the bytes of the file that {@code manifest} names, with the SHA-256 that it says
     * @param inputFile the bytes of the tokenizer's or the vocabulary's file; empty where the manifest names neither
     */
    public static void write(Path directory, Manifest manifest, byte[] weights, byte[] inputFile, GoldenVectors golden)
            throws IOException {
        requireSha256(manifest.weights(), weights);
        requireFit(manifest, inputFile, golden);
        Files.createDirectories(directory);
        String file = manifest.input().file();
        if (file != null) {
            Files.write(directory.resolve(file), inputFile);
        }
        Files.write(directory.resolve(manifest.weights().file()), weights);
        BundleJson.write(directory.resolve(MANIFEST), manifest);
        golden.write(directory.resolve(GOLDEN));
    }

    /** The SHA-256 of bytes as lower-case hexadecimal digits, as a manifest has it. */
    public static String sha256(byte[] bytes) {
        return HexFormat.of().formatHex(digest(bytes));
    }

    private static byte[] digest(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    public Path directory() {
        return directory;
    }

    public Manifest manifest() {
        return manifest;
    }

    /** The verified bytes of the weights' file. */
    public InputStream weights() {
        return new ByteArrayInputStream(weights);
    }

    /** The bytes of the tokenizer's file; empty where the input is no text. */
    public InputStream tokenizer() {
        return manifest.input() instanceof Manifest.Input.Text
                ? new ByteArrayInputStream(inputFile)
                : InputStream.nullInputStream();
    }

    /** The items that the model knows; null where its input is no item. */
    public @Nullable Vocabulary vocabulary() {
        return vocabulary;
    }

    /**
     * The largest id that the tokenizer or the vocabulary gives.
     *
     * @throws BundleException where the tokenizer's file has no vocabulary
     * @throws IllegalStateException where the input is not ids
     */
    public long largestId() {
        if (vocabulary != null) {
            return vocabulary.size();
        }
        if (manifest.input() instanceof Manifest.Input.Text text) {
            return TokenizerVocabulary.largestId(inputFile, text.tokenizer());
        }
        throw new IllegalStateException("a model of " + manifest.input().kind().json() + " input has no ids");
    }

    /**
     * Steps {@code model} through the golden inputs of all keys together in rounds, then through those of each key
     * alone.
     *
     * @return the largest difference between what was expected and what was found
     * @throws BundleException where a value is off by more than {@code tolerance}: names key, step and element
     */
    public double verify(StepModel model, GoldenVectors.Tolerance tolerance) {
        return golden.verify(model, tolerance, OutputComparison.of(manifest));
    }

    /**
     * The largest difference between a golden row stepped alone and in a batch; 0 where all bits are the same.
     *
     * @throws BundleException where it is beyond {@code tolerance}: the model's rows depend on each other
     */
    public double measureRows(StepModel model, GoldenVectors.Tolerance tolerance) {
        return RowInvariance.measure(model, golden, tolerance, OutputComparison.of(manifest));
    }

    public GoldenVectors golden() {
        return golden;
    }

    /**
     * What a stored state depends on: the first 8 bytes, big-endian, of the SHA-256 of the weights' own SHA-256, the
     * kind of the input, the sizes, the input's columns or, for texts and items, the SHA-256 of the tokenizer or the
     * vocabulary, and the outputs' names, whose pasts a scorer keeps by their order. A state that was written under
     * another fingerprint means something else.
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
