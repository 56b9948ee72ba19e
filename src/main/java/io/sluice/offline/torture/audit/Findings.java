package io.sluice.offline.torture.audit;

import java.util.ArrayList;
import java.util.List;

/**
 * The result of an audit.
 *
 * @param outputs the number of outputs that the oracle expects
 * @param lost the number of outputs that were not written
 * @param doubled the number of outputs that were written once more
 * @param outOfOrder the number of outputs that stand behind a later one of their key
 * @param wrongBits the number of outputs and states that differ from those of the oracle, or that it does not know
 * @param examples some of the differences, in words
 */
public record Findings(long outputs, long lost, long doubled, long outOfOrder, long wrongBits, List<String> examples) {
    /** The findings of no audit. */
    public static final Findings NONE = new Findings(0, 0, 0, 0, 0, List.of());

    static final int MOST_EXAMPLES = 10;

    public Findings {
        examples = List.copyOf(examples.subList(0, Math.min(MOST_EXAMPLES, examples.size())));
    }

    /** Returns true if the pipeline wrote exactly what it had to write. */
    public boolean isClean() {
        return lost == 0 && doubled == 0 && outOfOrder == 0 && wrongBits == 0;
    }

    /** Returns the findings of both audits together. */
    public Findings plus(Findings other) {
        List<String> all = new ArrayList<>(examples);
        all.addAll(other.examples);
        return new Findings(
                outputs + other.outputs,
                lost + other.lost,
                doubled + other.doubled,
                outOfOrder + other.outOfOrder,
                wrongBits + other.wrongBits,
                all);
    }
}
