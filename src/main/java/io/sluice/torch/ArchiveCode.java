package io.sluice.torch;

import io.sluice.model.BundleException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** Checks the code in an archive of TorchScript before libtorch sees it. */
final class ArchiveCode {
    private static final String SOURCE = ".py";
    private static final String PICKLE = ".pkl";
    private static final long MOST_BYTES = 64L << 20;

    private final String file;
    private final ZipDirectory archive;

    private ArchiveCode(String file, ZipDirectory archive) {
        this.file = file;
        this.archive = archive;
    }

    /**
     * Checks an archive.
     *
     * @param file the name of the file in messages
     * @throws BundleException if its code uses an operator that inference does not need, or cannot be read
     */
    static void require(String file, ZipDirectory archive) {
        ArchiveCode code = new ArchiveCode(file, archive);
        long bytes = 0;
        for (ZipDirectory.Entry entry : archive.entries()) {
            String name = entry.name().toLowerCase(Locale.ROOT); // libtorch finds entries in any case
            if (name.matches("[^/]*/model\\.json")) {
                throw new BundleException(file + " is of the format of PyTorch 1.0, whose code Sluice cannot check;"
                        + " load it with a newer PyTorch, and save it again");
            }
            if (name.endsWith(SOURCE) || name.endsWith(PICKLE)) {
                bytes += entry.unpacked();
                code.require(entry, name.endsWith(SOURCE), bytes);
            }
        }
    }

    private void require(ZipDirectory.Entry entry, boolean source, long bytes) {
        if (bytes > MOST_BYTES) {
            throw new BundleException(file + " has more than " + (MOST_BYTES >> 20) + " MiB of code, and Sluice reads"
                    + " no more; keep large tables in tensors");
        }
        refused(entry, source).ifPresent(operator -> {
            throw new BundleException(file + ": " + entry.name() + " uses " + operator
                    + ", and Sluice runs no operator that can touch files, the network or other processes; take it out"
                    + " of the module, and write the file again with torch.jit.script(module).save(file)");
        });
    }

    private Optional<String> refused(ZipDirectory.Entry entry, boolean source) {
        try {
            String text = new String(archive.unpack(entry), StandardCharsets.ISO_8859_1);
            return source ? ScriptOperators.refused(text) : ScriptOperators.refusedClass(text);
        } catch (IOException | IllegalArgumentException e) {
            throw new BundleException(
                    file + ": " + entry.name() + " cannot be read (" + e.getMessage()
                            + "); write the file again with torch.jit.script(module).save(file)",
                    e);
        }
    }
}
