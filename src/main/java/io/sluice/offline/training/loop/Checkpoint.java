package io.sluice.offline.training.loop;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.Internal;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * The file from which an interrupted training continues. It holds the identity of the training and its {@link Progress}
 * (both as JSON), and the arrays by name (as DJL encodes an NDList). A new version replaces the file atomically.
 *
 * <p>The file holds no state of a random generator, because all random numbers are functions of the seed and of the
 * position in the training.
 */
@Internal
public final class Checkpoint {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final Identity identity;

    /** @param identity the identity of the training that reads and writes the file */
    public Checkpoint(Path file, Identity identity) {
        this.file = file;
        this.identity = identity;
    }

    /**
     * The inputs of a training. A training with other inputs cannot continue from the checkpoint.
     *
     * @param recipe the SHA-256 of the recipe file
     * @param data the SHA-256 of the data files and of the name of the training
     * @param module the SHA-256 of the untrained module
     * @param seed the seed of all random numbers
     */
    public record Identity(String recipe, String data, String module, long seed) {
        /** Describes the first difference of {@code other}, if there is one. */
        private Optional<String> difference(Identity other) {
            if (!recipe.equals(other.recipe)) {
                return Optional.of("another recipe.properties");
            }
            if (seed != other.seed) {
                return Optional.of("--seed " + other.seed);
            }
            if (!data.equals(other.data)) {
                return Optional.of("other data");
            }
            return module.equals(other.module) ? Optional.empty() : Optional.of("another version of Sluice");
        }
    }

    /** Writes the file, and replaces an older one. */
    void write(Progress progress, Map<String, NDArray> arrays) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
        NDList list = new NDList();
        try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(unfinished)))) {
            out.writeUTF(JSON.writeValueAsString(identity));
            byte[] json = JSON.writeValueAsBytes(progress);
            out.writeInt(json.length);
            out.write(json);
            arrays.forEach((name, array) -> list.add(named(name, array)));
            list.encode(out);
        } finally {
            list.forEach(NDArray::close);
        }
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Returns a second handle of the same tensor, so that its name can be set. */
    private static NDArray named(String name, NDArray array) {
        NDArray handle = array.stopGradient();
        handle.setName(name);
        return handle;
    }

    /**
     * Reads the file, if it exists.
     *
     * @param arrays the manager in which the arrays are created
     * @param restore receives the progress and the arrays by name
     * @return the progress of the training, or empty if there is no file
     * @throws TrainingException if the file belongs to another training or is cut off
     */
    Optional<Progress> read(NDManager arrays, BiConsumer<Progress, Map<String, NDArray>> restore) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            requireSame(JSON.readValue(in.readUTF(), Identity.class));
            Progress progress = JSON.readValue(in.readNBytes(in.readInt()), Progress.class);
            Map<String, NDArray> found = new TreeMap<>();
            NDList.decode(arrays, in).forEach(array -> found.put(array.getName(), array));
            restore.accept(progress, found);
            return Optional.of(progress);
        } catch (EOFException | IllegalArgumentException e) {
            throw new TrainingException(file + " is cut off; remove the file and train from the beginning", e);
        }
    }

    private void requireSame(Identity found) {
        identity.difference(found).ifPresent(difference -> {
            throw new TrainingException("--resume: " + file + " is the checkpoint of a training with " + difference
                    + "; use the inputs of that training, or remove the file and train from the beginning");
        });
    }
}
