package io.sluice.offline.torture;

import io.sluice.offline.FolderTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The folder of data and logs. A temporary one is deleted at the end, if it holds no evidence. */
public final class TortureFolder implements AutoCloseable {
    private final Path path;
    private final boolean temporary;
    private boolean evidence = true;

    private TortureFolder(Path path, boolean temporary) {
        this.path = path;
        this.temporary = temporary;
    }

    /** Takes the folder that the user gave, or a temporary one. */
    public static TortureFolder of(@Nullable Path given) throws IOException {
        return given == null
                ? new TortureFolder(Files.createTempDirectory("sluice-torture-"), true)
                : new TortureFolder(empty(Files.createDirectories(given.toAbsolutePath())), false);
    }

    private static Path empty(Path folder) throws IOException {
        try (Stream<Path> content = Files.list(folder)) {
            if (content.findAny().isPresent()) {
                throw new TortureException("--dir " + folder + " is not empty; give an empty or a new folder");
            }
        }
        return folder;
    }

    public Path path() {
        return path;
    }

    /** Says that nobody needs what the folder holds. */
    public void discard() {
        evidence = false;
    }

    @Override
    public void close() throws IOException {
        if (temporary && !evidence) {
            FolderTree.delete(path);
        }
    }
}
