package io.sluice.training;

import java.util.List;

/**
 * A fold of a cross-validation.
 *
 * @param fold counts from 1
 * @param best the epoch whose weights were measured
 * @param figures on the examples of the fold, which training did not see
 */
record Measured<F extends Figures>(int fold, List<Epoch> epochs, int best, F figures) {
    Measured {
        epochs = List.copyOf(epochs);
    }
}
