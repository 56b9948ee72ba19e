package io.sluice.offline.training.loop;

import io.sluice.Internal;
import java.util.List;

/** What a training came to: the module with its best weights as a TorchScript archive, and how it went. */
@Internal
public final class TrainingResult {
    private final byte[] archive;
    private final List<Epoch> epochs;
    private final int best;

    /** @param best the epoch whose weights these are, counted from 1 */
    public TrainingResult(byte[] archive, List<Epoch> epochs, int best) {
        this.archive = archive.clone();
        this.epochs = List.copyOf(epochs);
        this.best = best;
    }

    public byte[] archive() {
        return archive.clone();
    }

    public List<Epoch> epochs() {
        return epochs;
    }

    public int best() {
        return best;
    }
}
