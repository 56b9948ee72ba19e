package io.sluice.offline.training.loop;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far a training has come, beside its arrays.
 *
 * @param epoch the current one, counted from 1
 * @param windows of the current epoch that are done
 * @param updates of the weights in all epochs
 * @param tally of the current epoch
 * @param epochs what the epochs that are over came to
 * @param best the epoch with the least validation loss; 0: none yet
 * @param bestLoss that loss; absent where there is none yet
 */
record Progress(
        int epoch,
        int windows,
        int updates,
        EpochTotals tally,
        List<Epoch> epochs,
        int best,
        @Nullable Double bestLoss) {
    Progress {
        epochs = List.copyOf(epochs);
    }
}
