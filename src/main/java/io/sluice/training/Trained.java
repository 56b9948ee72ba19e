package io.sluice.training;

import java.util.List;

/** What a training came to: the module with its best weights as a TorchScript archive, and how it went. */
final class Trained {
    private final byte[] archive;
    private final List<Epoch> epochs;
    private final int best;

    /** @param best the epoch whose weights these are, counted from 1 */
    Trained(byte[] archive, List<Epoch> epochs, int best) {
        this.archive = archive.clone();
        this.epochs = List.copyOf(epochs);
        this.best = best;
    }

    byte[] archive() {
        return archive.clone();
    }

    List<Epoch> epochs() {
        return epochs;
    }

    int best() {
        return best;
    }
}
