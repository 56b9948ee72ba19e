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
 * The file from which a training that was ended goes on: what it is of, its {@link Progress} (both JSON), and its
 * arrays by name (DJL's format of an NDList). It is replaced as a whole or not at all.
 *
 * <p>It holds no state of a random generator: all that is drawn is a function of the seed and of the place in the
 * training.
 */
@Internal
public final class Checkpoint {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final Identity identity;

    /** @param identity of the training that reads and writes the file */
    public Checkpoint(Path file, Identity identity) {
        this.file = file;
        this.identity = identity;
    }

    /**
     * What a training is of; another one cannot go on from its arrays.
     *
     * @param recipe SHA-256 of the recipe's file
     * @param data SHA-256 of the data's files and of what of them is learned
     * @param module SHA-256 of the untrained module
     */
    public record Identity(String recipe, String data, String module, long seed) {
        /** The first difference, in words. */
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

    /** Writes it, over the one before. */
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

    /** Another handle of the same tensor, whose name can be set. */
    private static NDArray named(String name, NDArray array) {
        NDArray handle = array.stopGradient();
        handle.setName(name);
        return handle;
    }

    /**
     * Reads it.
     *
     * @param arrays where its arrays are made
     * @param restore is given them by name
     * @return how far the training had come; empty where there is no file
     * @throws TrainingException where the file is of another training, or cut off
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
            throw new TrainingException(file + " is cut off; remove it and train from the beginning", e);
        }
    }

    private void requireSame(Identity found) {
        identity.difference(found).ifPresent(difference -> {
            throw new TrainingException("--resume: " + file + " is the checkpoint of a training with " + difference
                    + "; give what it was started with, or remove it and train from the beginning");
        });
    }
}
