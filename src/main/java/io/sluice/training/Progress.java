package io.sluice.training;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far a training has come, beside its arrays.
 *
 * @param epoch the current one, counted from 1
 * @param windows of the current epoch that are done
 * @param updates of the weights in all epochs
 * @param lossSum over the targets of the current epoch
 * @param targets of the current epoch so far
 * @param normSum of the gradients' norms over the updates of the current epoch
 * @param epochUpdates updates in the current epoch
 * @param epochs what the epochs that are over came to
 * @param best the epoch with the least validation loss; 0: none yet
 * @param bestLoss that loss; absent where there is none yet
 */
record Progress(
        int epoch,
        int windows,
        int updates,
        double lossSum,
        long targets,
        double normSum,
        int epochUpdates,
        List<Epoch> epochs,
        int best,
        @Nullable Double bestLoss) {
    Progress {
        epochs = List.copyOf(epochs);
    }

    static Progress start() {
        return new Progress(1, 0, 0, 0, 0, 0, 0, List.of(), 0, null);
    }
}
