package io.sluice.offline.training;

import io.sluice.offline.training.loop.Epoch;
import io.sluice.offline.training.loop.Metrics;
import java.util.List;

/**
 * A fold of a cross-validation.
 *
 * @param fold counts from 1
 * @param best the epoch whose weights were measured
 * @param figures on the examples of the fold, which training did not see
 */
record FoldResult<F extends Metrics>(int fold, List<Epoch> epochs, int best, F figures) {
    FoldResult {
        epochs = List.copyOf(epochs);
    }
}
