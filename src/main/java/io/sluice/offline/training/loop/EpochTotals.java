package io.sluice.offline.training.loop;

/**
 * The sums over the windows of an epoch that have run.
 *
 * @param loss the sum of the loss over the targets
 * @param targets the number of targets
 * @param norm the sum of the gradient norms over the updates
 * @param updates the number of updates of the weights
 */
record EpochTotals(double loss, long targets, double norm, int updates) {
    static final EpochTotals EMPTY = new EpochTotals(0, 0, 0, 0);

    /** Returns the sums with one more window, given its mean loss, its number of targets and its gradient norm. */
    EpochTotals plus(double meanLoss, long count, double gradientNorm) {
        return new EpochTotals(loss + meanLoss * count, targets + count, norm + gradientNorm, updates + 1);
    }

    double meanLoss() {
        return loss / Math.max(1, targets);
    }

    double meanNorm() {
        return norm / Math.max(1, updates);
    }
}
