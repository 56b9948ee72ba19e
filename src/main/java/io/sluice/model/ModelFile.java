package io.sluice.model;

import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** A file of weights that belongs to no bundle yet, on the CPU. It belongs to one thread. */
public interface ModelFile extends AutoCloseable {
    /** Returns the name that the file has in a bundle. */
    String weightsName();

    /**
     * Finds the sizes of the model's rows, by running it where the file does not say them.
     *
     * @param input gives the size and the type of a row x
     * @param givenState the size of the state that the user says; empty if the file says it
     * @throws BundleException if the model does not keep the contract of a step
     */
    Sizes sizes(Manifest.Input input, OptionalInt givenState);

    /**
     * Checks that the model accepts an id: one with too few embeddings would fail at the first event that has it.
     *
     * @param file the file that has the id, in messages
     * @throws BundleException if it does not
     */
    void requireId(long id, String file, Sizes sizes);

    /**
     * Makes an instance of the model, which the caller closes.
     *
     * @param vocabulary the items of the model; null if the input is not an item
     */
    StepModel stepModel(Manifest manifest, @Nullable Vocabulary vocabulary);

    @Override
    void close();
}
