package io.sluice.stream.start;

import io.sluice.Internal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * The folder in which Kafka Streams keeps the states of an application. A file in it names the Kafka cluster whose
 * changelog the states come from. Kafka Streams itself compares only offsets, so it would take the states of another
 * cluster for its own.
 *
 * <p>Kafka Streams leaves the file alone: it looks only for folders of tasks and for its own two files.
 */
@Internal
public final class StateFolder {
    private static final String CLUSTER_FILE = "sluice-cluster-id";

    /** The names of the folders that Kafka Streams makes for tasks. */
    private static final String TASKS = "[0-9]*_[0-9]*";

    private final Path path;

    /** The folder of an application. It need not exist yet. */
    public StateFolder(String stateDirectory, String applicationId) {
        this.path = Path.of(stateDirectory, applicationId);
    }

    public Path path() {
        return path;
    }

    /**
     * Ties the folder to a cluster, unless it has states of another cluster. States that no cluster is named for, as
     * earlier versions left them, are taken for those of this cluster.
     *
     * @return the id of the other cluster; empty if the folder now belongs to this cluster
     */
    public Optional<String> claim(String clusterId) throws IOException {
        Optional<String> owner = owner();
        if (owner.isPresent() && owner.get().equals(clusterId)) {
            return Optional.empty();
        }
        if (owner.isPresent() && hasStates()) {
            return owner;
        }
        write(clusterId);
        return Optional.empty();
    }

    private Optional<String> owner() throws IOException {
        Path file = path.resolve(CLUSTER_FILE);
        return Files.exists(file)
                ? Optional.of(Files.readString(file).strip()).filter(id -> !id.isEmpty())
                : Optional.empty();
    }

    private boolean hasStates() throws IOException {
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(path, TASKS)) {
            return tasks.iterator().hasNext();
        }
    }

    /** Writes the whole file or nothing, because a part of an id would look like another cluster. */
    private void write(String clusterId) throws IOException {
        Files.createDirectories(path);
        Path written = Files.createTempFile(path, CLUSTER_FILE, ".tmp");
        try {
            Files.write(written, (clusterId + "\n").getBytes(StandardCharsets.UTF_8));
            Files.move(written, path.resolve(CLUSTER_FILE), StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(written);
        }
    }
}
