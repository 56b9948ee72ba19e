package io.sluice.engine;

import io.sluice.state.ResumePolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Steps the pending records of many keys in rounds, within a budget of time. A round takes the next record of each key.
 * A further round starts only if the budget has room for a round of average duration.
 */
final class Rounds {
    /** The weight of the latest round in the moving average of the durations. */
    private static final double LATEST = 0.2;

    private final BatchScorer scorer;
    private final ResumePolicy policy;
    private final long budgetNanos;
    private final LongSupplier clock;
    private double averageNanos;

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
            left = round(left);
            long now = clock.getAsLong();
            averageNanos += LATEST * (now - before - averageNanos);
            before = now;
        } while (!left.isEmpty() && before - start + averageNanos <= budgetNanos);
        return left;
    }

    private List<PendingKey> round(List<PendingKey> keys) {
        List<PendingKey> stepping = new ArrayList<>(keys.size());
        List<PendingRecord> round = new ArrayList<>(keys.size());
        for (PendingKey key : keys) {
            PendingRecord next = key.nextToStep(policy, scorer::delete);
            if (next != null) {
                stepping.add(key);
                round.add(next);
            }
        }
        scorer.step(round);
        stepping.forEach(PendingKey::stepped);
        stepping.removeIf(key -> !key.hasUnstepped());
        return stepping;
    }
}
