package io.sluice.engine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Divides runs among calls of the model. Runs of similar length go side by side: a call has as many steps as its
 * longest run, and shorter ones are padded at their end.
 *
 * <p>The product of steps and rows is within the capacity of a batch, and at most a third of it is padding.
 */
final class RunCalls {
    private RunCalls() {}

    /** Returns the keys of each call, those with the longest run first. A run must be within the capacity. */
    static List<List<PendingKey>> of(List<PendingKey> keys, int capacity) {
        List<PendingKey> sorted = new ArrayList<>(keys);
        sorted.sort(Comparator.comparingInt(PendingKey::run).reversed());
        List<List<PendingKey>> calls = new ArrayList<>();
        for (int from = 0; from < sorted.size(); ) {
            int to = end(sorted, from, capacity);
            calls.add(sorted.subList(from, to));
            from = to;
        }
        return calls;
    }

    private static int end(List<PendingKey> sorted, int from, int capacity) {
        int steps = sorted.get(from).run();
        int filled = steps;
        int to = from + 1;
        while (to < sorted.size()) {
            int cells = (to + 1 - from) * steps;
            filled += sorted.get(to).run();
            if (cells > capacity || 3 * filled < 2 * cells) {
                break;
            }
            to++;
        }
        return to;
    }
}
