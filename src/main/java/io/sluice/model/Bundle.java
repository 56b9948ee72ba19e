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

/**
 * A model bundle, read and verified: a folder with {@code model.json} (the {@link Manifest}), the weights and, for texts,
 * the tokenizer that it names, and {@code golden.json} (the {@link GoldenVectors}).
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
    private final byte[] tokenizer;
    private final GoldenVectors golden;

    private Bundle(Path directory, Manifest manifest, byte[] weights, byte[] tokenizer, GoldenVectors golden) {
        this.directory = directory;
        this.manifest = manifest;
        this.weights = weights;
        this.tokenizer = tokenizer;
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
        requireSupported(manifest);
        byte[] weights = bytes(directory, manifest.weights().file());
        requireSha256(manifest.weights(), weights);
        String tokenizerFile = manifest.input().tokenizer();
        byte[] tokenizer = tokenizerFile == null ? NONE : bytes(directory, tokenizerFile);
        GoldenVectors golden = BundleJson.read(bytes(directory, GOLDEN), GOLDEN, GoldenVectors.class);
        golden.requireFit(manifest);
        return new Bundle(directory, manifest, weights, tokenizer, golden);
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

    private static void requireSupported(Manifest manifest) {
        if (manifest.input().kind() == Manifest.Input.Kind.ITEM) {
            throw new BundleException(
                    MANIFEST + ": input.kind is item; this version of Sluice runs numeric and text input");
        }
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
     * @param tokenizer the bytes of the tokenizer's file; empty where the manifest names none
     */
    public static void write(Path directory, Manifest manifest, byte[] weights, byte[] tokenizer, GoldenVectors golden)
            throws IOException {
        requireSha256(manifest.weights(), weights);
        golden.requireFit(manifest);
        Files.createDirectories(directory);
        String tokenizerFile = manifest.input().tokenizer();
        if (tokenizerFile != null) {
            Files.write(directory.resolve(tokenizerFile), tokenizer);
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
        return new ByteArrayInputStream(tokenizer);
    }

    /**
     * The largest token id that the tokenizer gives.
     *
     * @throws BundleException where the tokenizer's file has no vocabulary
     * @throws IllegalStateException where the input is no text
     */
    public long largestTokenId() {
        String file = manifest.input().tokenizer();
        if (file == null) {
            throw new IllegalStateException(
                    "a model of " + manifest.input().kind().json() + " input has no tokens");
        }
        return TokenizerVocabulary.largestId(tokenizer, file);
    }

    public GoldenVectors golden() {
        return golden;
    }

    /**
     * What a stored state depends on: the first 8 bytes, big-endian, of the SHA-256 of the weights' own SHA-256, the
     * kind of the input, the sizes and the input's columns or, for texts, the tokenizer's SHA-256. A state that was written
     * under another fingerprint means something else.
     */
    public long fingerprint() {
        Manifest.Input input = manifest.input();
        String identity = String.join(
                "\n",
                manifest.weights().sha256(),
                input.kind().json(),
                manifest.sizes().input() + " " + manifest.sizes().state() + " "
                        + manifest.sizes().output(),
                input.tokenizer() == null ? String.join("\n", input.columns()) : sha256(tokenizer));
        return ByteBuffer.wrap(digest(identity.getBytes(StandardCharsets.UTF_8)))
                .getLong();
    }
}
