package io.sluice.offline.torture;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.offline.torture.audit.Findings;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The result of a torture.
 *
 * @param events the number of records that were sent
 * @param predictions the number of predictions that were found
 * @param faults the number of faults that took effect
 * @param longestGapMillis the longest time without an output
 */
public record TortureResult(
        long seed, long events, long predictions, int faults, Findings findings, long longestGapMillis) {
    /** The number of events below which a torture proves too little. */
    private static final int LEAST_EVENTS = 10_000;

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Returns the result of no scenario. */
    static TortureResult none(long seed) {
        return new TortureResult(seed, 0, 0, 0, Findings.NONE, 0);
    }

    TortureResult plus(TortureResult other) {
        return new TortureResult(
                seed,
                events + other.events,
                predictions + other.predictions,
                faults + other.faults,
                findings.plus(other.findings),
                Math.max(longestGapMillis, other.longestGapMillis));
    }

    /**
     * Returns the reasons why this result proves nothing or too little, in sentences; none if all is well.
     *
     * @param leastFaults the number of faults that must have taken effect
     */
    public List<String> shortcomings(int leastFaults) {
        List<String> reasons = new ArrayList<>();
        if (!findings.isClean()) {
            reasons.add("the pipeline did not write what it had to write");
        }
        if (events < LEAST_EVENTS) {
            reasons.add("only " + events + " events were sent; a torture needs " + LEAST_EVENTS
                    + ", so give more --minutes or a higher --rate");
        }
        if (faults < leastFaults) {
            reasons.add("only " + faults + " faults took effect; this torture needs " + leastFaults);
        }
        return reasons;
    }

    /** Returns the result as one line of JSON. */
    public String json() {
        ObjectNode json = JSON.createObjectNode()
                .put("events", events)
                .put("predictions", predictions)
                .put("faults", faults)
                .put("lost", findings.lost())
                .put("doubled", findings.doubled())
                .put("out_of_order", findings.outOfOrder())
                .put("wrong_bits", findings.wrongBits())
                .put("longest_gap_ms", longestGapMillis)
                .put("seed", seed);
        try {
            return JSON.writeValueAsString(json);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
