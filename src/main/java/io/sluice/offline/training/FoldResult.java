package io.sluice.offline.training;

import io.sluice.offline.training.loop.Epoch;
import io.sluice.offline.training.loop.Metrics;
import java.util.List;

/**
 * The result of one fold of a cross-validation.
 *
 * @param fold the number of the fold, from 1
 * @param epochs the epochs of the training without this fold's examples
 * @param best the epoch whose weights were measured, from 1
 * @param figures the metrics on this fold's examples, which the training did not see
 */
record FoldResult<F extends Metrics>(int fold, List<Epoch> epochs, int best, F figures) {
    FoldResult {
        epochs = List.copyOf(epochs);
    }
}
