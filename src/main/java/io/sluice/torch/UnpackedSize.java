package io.sluice.torch;

import io.sluice.model.BundleException;

/**
 * Checks the sizes that the directory of a zip archive declares, before libtorch allocates them. A small archive may
 * declare, or unpack to, more than the memory of the machine. Weights hardly shrink in an archive, and code is small.
 *
 * <p>Other faults of an archive are left to libtorch, which reads the same directory and names them.
 */
final class UnpackedSize {
    private static final long ALWAYS_ALLOWED = 64L << 20;
    private static final long MOST_TIMES = 4;

    private UnpackedSize() {}

    /**
     * Checks an archive.
     *
     * @param file the name of the file in messages
     * @throws BundleException if it declares too much
     */
    static void require(String file, ZipDirectory archive) {
        long most = ALWAYS_ALLOWED + MOST_TIMES * archive.length();
        long found = archive.entries().stream()
                .mapToLong(ZipDirectory.Entry::unpacked)
                .reduce(0, (total, size) -> Math.min(total + size, Long.MAX_VALUE >> 1));
        if (found > most) {
            throw new BundleException(file + " has " + archive.length() + " bytes, but unpacks to " + found
                    + "; Sluice unpacks at most " + most + " of it; write it with torch.jit.script(module).save(file)");
        }
    }
}
