package io.sluice.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** The archive of this build. */
final class Distribution {
    /** The path of the archive. The build passes it, because earlier builds may have left other archives. */
    static final Path ARCHIVE = Path.of(System.getProperty("sluice.distribution"));

    private Distribution() {}

    /** Returns the entries of the archive in their order. */
    static List<TarArchiveEntry> entries() throws IOException {
        List<TarArchiveEntry> entries = new ArrayList<>();
        try (InputStream file = new BufferedInputStream(Files.newInputStream(ARCHIVE));
                TarArchiveInputStream tar = new TarArchiveInputStream(new GZIPInputStream(file, 1 << 16))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                entries.add(entry);
            }
        }
        return entries;
    }

    /** Unpacks the archive as users do, and returns its only folder. */
    static Path unpack(Path into) throws IOException, InterruptedException {
        Process tar = new ProcessBuilder("tar", "xzf", ARCHIVE.toString(), "-C", into.toString())
                .inheritIO()
                .start();
        assertThat(tar.waitFor()).as("tar").isZero();
        try (Stream<Path> unpacked = Files.list(into)) {
            List<Path> folders = unpacked.toList();
            assertThat(folders).hasSize(1);
            return folders.get(0);
        }
    }
}
