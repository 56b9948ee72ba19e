package io.sluice.offline.training.loop;

/**
 * What the windows of an epoch come to so far.
 *
 * @param loss the sum over the targets
 * @param targets how many were judged
 * @param norm the sum of the gradients' norms over the updates
 * @param updates of the weights
 */
record EpochTotals(double loss, long targets, double norm, int updates) {
    static final EpochTotals EMPTY = new EpochTotals(0, 0, 0, 0);

    /** With one more window, whose mean loss and gradient's norm these are. */
    EpochTotals plus(double meanLoss, long judged, double gradientNorm) {
        return new EpochTotals(loss + meanLoss * judged, targets + judged, norm + gradientNorm, updates + 1);
    }

    double meanLoss() {
        return loss / Math.max(1, targets);
    }

    double meanNorm() {
        return norm / Math.max(1, updates);
    }
}
