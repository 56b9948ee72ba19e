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
 * The folder in which Kafka Streams keeps the states of an application. Files in it name the changelog that the states
 * come from: by the id of its Kafka cluster, and by the id that this cluster gave to the topic. Kafka Streams itself
 * compares only offsets, so it would take the states of another changelog for its own. A cluster that was made again
 * may have the same id, but its topics have not.
 *
 * <p>Kafka Streams leaves the files alone: it looks only for folders of tasks and for its own two files.
 */
@Internal
public final class StateFolder {
    private static final String CLUSTER_FILE = "sluice-cluster-id";
    private static final String CHANGELOG_FILE = "sluice-changelog-id";

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
        return claim(CLUSTER_FILE, clusterId);
    }

    /**
     * Ties the folder to a changelog, in the same way.
     *
     * @param topicId the id of the topic
     * @return the id of the other changelog; empty if the folder now belongs to this one
     */
    public Optional<String> claimChangelog(String topicId) throws IOException {
        return claim(CHANGELOG_FILE, topicId);
    }

    private Optional<String> claim(String file, String id) throws IOException {
        Optional<String> owner = owner(path.resolve(file));
        if (owner.isPresent() && owner.get().equals(id)) {
            return Optional.empty();
        }
        if (owner.isPresent() && hasStates()) {
            return owner;
        }
        write(file, id);
        return Optional.empty();
    }

    private static Optional<String> owner(Path file) throws IOException {
        return Files.exists(file)
                ? Optional.of(Files.readString(file).strip()).filter(id -> !id.isEmpty())
                : Optional.empty();
    }

    /** Returns true if Kafka Streams has made the folder of a task. */
    public boolean hasStates() throws IOException {
        if (!Files.isDirectory(path)) {
            return false;
        }
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(path, TASKS)) {
            return tasks.iterator().hasNext();
        }
    }

    /** Writes the whole file or nothing, because a part of an id would look like another one. */
    private void write(String file, String id) throws IOException {
        Files.createDirectories(path);
        Path written = Files.createTempFile(path, file, ".tmp");
        try {
            Files.write(written, (id + "\n").getBytes(StandardCharsets.UTF_8));
            Files.move(written, path.resolve(file), StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(written);
        }
    }
}
