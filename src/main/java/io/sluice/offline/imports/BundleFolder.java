package io.sluice.offline.imports;

import io.sluice.model.Bundle;
import io.sluice.model.BundleException;
import io.sluice.offline.FolderTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;

/** The new folder of a bundle. It appears when it is complete. */
public final class BundleFolder {
    private final Path folder;

    /**
     * A folder that does not exist yet, or is empty.
     *
     * @throws BundleException if it has files, or is a file
     */
    public BundleFolder(Path folder) throws IOException {
        this.folder = folder;
        if (Files.exists(folder) && !isEmptyFolder(folder)) {
            throw new BundleException(
                    folder + " exists and is not an empty folder; give the name of a new folder, or remove it");
        }
    }

    private static boolean isEmptyFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isEmpty();
        }
    }

    /** Writes a bundle with the beginning of a model card. */
    public void write(Bundle bundle) throws IOException {
        Path parent =
                Objects.requireNonNull(folder.toAbsolutePath().normalize().getParent(), "a root folder has files");
        Files.createDirectories(parent);
        Path unfinished = Files.createDirectory(parent.resolve(".unfinished-" + UUID.randomUUID()));
        try {
            bundle.write(unfinished);
            Files.writeString(unfinished.resolve("README.md"), BundleCard.of(bundle.manifest()));
            Files.deleteIfExists(folder);
            Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException | RuntimeException e) {
            FolderTree.delete(unfinished);
            throw e;
        }
    }
}
