package io.sluice.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Reads the files of a bundle into memory. The size of a file is checked before it is read. A link to a file counts as
 * the file, because Kubernetes mounts files as links; a device or a pipe would have no end.
 */
final class BundleFile {
    private static final long MEBIBYTE = 1L << 20;

    /** The largest {@code model.json}. */
    static final long LARGEST_MANIFEST = 4 * MEBIBYTE;

    /** The largest {@code golden.json}. */
    static final long LARGEST_GOLDEN = 64 * MEBIBYTE;

    /** The largest tokenizer or vocabulary. */
    static final long LARGEST_INPUT_FILE = 512 * MEBIBYTE;

    /** The largest file that one array holds in every JVM. */
    static final long LARGEST_WEIGHTS = Integer.MAX_VALUE - 8;

    private BundleFile() {}

    /**
     * Reads a file.
     *
     * @param largest the largest number of bytes that is read
     * @throws BundleException if the file is missing, empty, too large, or cannot be read
     */
    static byte[] read(Path directory, String file, long largest) {
        byte[] bytes;
        try {
            bytes = bytes(directory.resolve(file), file, largest);
        } catch (NoSuchFileException e) {
            throw new BundleException("there is no " + file + ", which this bundle needs; copy the bundle again", e);
        } catch (IOException e) {
            throw new BundleException(file + " cannot be read: " + e, e);
        }
        if (bytes.length == 0) {
            throw new BundleException(file + " is empty; copy the bundle again");
        }
        return bytes;
    }

    private static byte[] bytes(Path path, String file, long largest) throws IOException {
        long size = Files.size(path);
        if (!Files.isRegularFile(path)) {
            throw new BundleException(file + " is no file but a folder, a device or a pipe; copy the bundle again");
        }
        requireSize(file, size, largest);
        byte[] bytes = new byte[(int) size];
        try (InputStream in = Files.newInputStream(path)) {
            if (in.readNBytes(bytes, 0, bytes.length) < bytes.length || in.read() >= 0) {
                throw new BundleException(file + " changed while it was read; copy the bundle again");
            }
        }
        return bytes;
    }

    private static void requireSize(String file, long size, long largest) {
        if (size > largest) {
            throw new BundleException(file + " has " + size + " bytes; Sluice reads at most " + largest + " ("
                    + (largest == LARGEST_WEIGHTS
                            ? "2 GiB); export a smaller model, or weights in float16"
                            : largest / MEBIBYTE + " MiB); copy the bundle again, or export a smaller one"));
        }
    }
}
