package io.sluice.cli.common;

import io.sluice.Internal;
import io.sluice.offline.FolderTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A temporary folder. Closing it deletes the folder with its content. */
@Internal
public final class TemporaryFolder implements AutoCloseable {
    private final Path path;

    /** Creates the folder; its name begins with {@code prefix}. */
    public TemporaryFolder(String prefix) throws IOException {
        this.path = Files.createTempDirectory(prefix);
    }

    /** Returns the path of the folder. */
    public Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        FolderTree.delete(path);
    }
}
