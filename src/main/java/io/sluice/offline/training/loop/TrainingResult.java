package io.sluice.offline.training.loop;

import io.sluice.Internal;
import java.util.List;

/** The result of a training: the module with its best weights, and its epochs. */
@Internal
public final class TrainingResult {
    private final byte[] archive;
    private final List<Epoch> epochs;
    private final int best;

    /**
     * @param archive the module as a TorchScript archive
     * @param best the epoch whose weights the module has, from 1
     */
    public TrainingResult(byte[] archive, List<Epoch> epochs, int best) {
        this.archive = archive.clone();
        this.epochs = List.copyOf(epochs);
        this.best = best;
    }

    /** Returns the module as a TorchScript archive. */
    public byte[] archive() {
        return archive.clone();
    }

    public List<Epoch> epochs() {
        return epochs;
    }

    /** Returns the epoch whose weights the module has, from 1. */
    public int best() {
        return best;
    }
}
