package io.sluice.engine;

import io.sluice.state.ResumePolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Steps the pending records of many keys in rounds, within a budget of time. A round takes the next record of each key,
 * or its next run if the model takes runs. A further round starts only if the budget has room for a step of average
 * duration, and its runs are no longer than the budget has room for.
 */
final class Rounds {
    /** The weight of the latest round in the moving average of the duration of a step. */
    private static final double LATEST = 0.2;

    private final BatchScorer scorer;
    private final ResumePolicy policy;
    private final long budgetNanos;
    private final LongSupplier clock;

    /** The duration of a round for each step of its longest run; not a number before the first round. */
    private double averageNanos = Double.NaN;

    /**
     * Rounds of one thread.
     *
     * @param budgetNanos the time for one call of {@link #step}, in nanoseconds; one round runs in any case
     * @param clock gives the time in nanoseconds
     */
    Rounds(BatchScorer scorer, long budgetNanos, LongSupplier clock) {
        this.scorer = scorer;
        this.policy = scorer.policy();
        this.budgetNanos = budgetNanos;
        this.clock = clock;
    }

    /** Steps rounds while the budget lasts, at least one, and returns the keys that have records left. */
    List<PendingKey> step(List<PendingKey> keys) {
        if (keys.isEmpty()) {
            return keys;
        }
        long start = clock.getAsLong();
        long before = start;
        List<PendingKey> left = keys;
        do {
            left = beginRound(left);
            int steps = scorer.step(left, longestRun(budgetNanos - (before - start)));
            left.removeIf(key -> !key.hasUnstepped());
            long now = clock.getAsLong();
            note((double) (now - before) / steps);
            before = now;
        } while (!left.isEmpty() && before - start + averageNanos <= budgetNanos);
        return left;
    }

    /** Returns the longest run for which there is time. The first round of all has single steps, to measure them. */
    private int longestRun(long nanosLeft) {
        return Double.isNaN(averageNanos)
                ? 1
                : (int) Math.max(1, Math.min(scorer.longestRun(), nanosLeft / averageNanos));
    }

    private void note(double nanos) {
        averageNanos = Double.isNaN(averageNanos) ? nanos : averageNanos + LATEST * (nanos - averageNanos);
    }

    /** Returns the keys that have a record to step. */
    private List<PendingKey> beginRound(List<PendingKey> keys) {
        List<PendingKey> stepping = new ArrayList<>(keys.size());
        for (PendingKey key : keys) {
            if (key.nextToStep(policy, scorer::delete) != null) {
                stepping.add(key);
            }
        }
        return stepping;
    }
}
