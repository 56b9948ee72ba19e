package io.sluice.offline.torture.plan;

import java.util.List;
import java.util.Set;

/**
 * What a user asks for.
 *
 * @param minutes the number of scenarios, each of about a minute
 * @param seed decides on everything that is drawn
 * @param kinds the kinds of faults to draw from
 * @param brokers the number of brokers: 1 or 3
 */
public record TorturePlan(int minutes, long seed, Set<FaultKind> kinds, int brokers) {
    private static final int FEW_A_MINUTE = 4;
    private static final int MANY_A_MINUTE = 6;
    private static final int LONG_MINUTES = 10;

    public TorturePlan {
        if (minutes < 1) {
            throw new IllegalArgumentException("a torture takes at least 1 minute, not " + minutes);
        }
        if (brokers != 1 && brokers != 3) {
            throw new IllegalArgumentException("a torture has 1 or 3 brokers, not " + brokers);
        }
        if (kinds.isEmpty()) {
            throw new IllegalArgumentException("a torture needs at least one kind of fault");
        }
        List<String> unfit = kinds.stream()
                .filter(kind -> !kind.suits(brokers))
                .map(FaultKind::label)
                .sorted()
                .toList();
        if (!unfit.isEmpty()) {
            throw new IllegalArgumentException(
                    String.join(", ", unfit) + " needs 3 brokers, because fewer cannot go on without one");
        }
        kinds = Set.copyOf(kinds);
    }

    /** Returns the number of faults below which a torture proves too little. */
    public int leastFaults() {
        return minutes * (minutes < LONG_MINUTES ? FEW_A_MINUTE : MANY_A_MINUTE);
    }
}
