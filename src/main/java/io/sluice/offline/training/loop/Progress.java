package io.sluice.offline.training.loop;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The position of a training, as its checkpoint holds it.
 *
 * @param epoch the current epoch, from 1
 * @param windows the number of windows of the current epoch that are done
 * @param updates the number of updates of the weights in all epochs
 * @param totals the totals of the current epoch
 * @param epochs the results of the finished epochs
 * @param best the epoch with the lowest validation loss, or 0 before the first one
 * @param bestLoss the validation loss of that epoch, or null before the first one
 */
record Progress(
        int epoch,
        int windows,
        int updates,
        @JsonProperty("tally") EpochTotals totals,
        List<Epoch> epochs,
        int best,
        @Nullable Double bestLoss) {
    Progress {
        epochs = List.copyOf(epochs);
    }
}
