package io.sluice.cli.letters;

import io.sluice.event.Origin;
import java.util.Map;
import java.util.Set;

/**
 * The rules by which a dead letter is sent back.
 *
 * @param partitions the input topics of the pipeline that exist, with their numbers of partitions
 * @param done the places of the letters that were sent back already
 * @param times the number of times that a record may be sent back
 */
record RedriveRules(Map<String, Integer> partitions, Set<String> done, int times) {
    /** The rule that a letter meets. */
    enum Rule {
        /** It is sent. */
        SEND,
        /** This letter was sent already. */
        DONE,
        /** Its record was sent back as often as is allowed, and was rejected again. */
        RETURNED,
        /** It cannot be sent. */
        IMPOSSIBLE
    }

    /**
     * What becomes of a letter.
     *
     * @param why the reason why it cannot be sent; empty for the other rules
     */
    record Verdict(Rule rule, String why) {}

    RedriveRules {
        partitions = Map.copyOf(partitions);
        done = Set.copyOf(done);
    }

    Verdict of(Letter letter) {
        if (done.contains(letter.place())) {
            return new Verdict(Rule.DONE, "");
        }
        String fault = fault(letter);
        if (!fault.isEmpty()) {
            return new Verdict(Rule.IMPOSSIBLE, fault);
        }
        return new Verdict(letter.redrives() < times ? Rule.SEND : Rule.RETURNED, "");
    }

    private String fault(Letter letter) {
        Origin origin = letter.origin();
        if (origin == null) {
            return "its headers sluice.source.* name no origin";
        }
        Integer found = partitions.get(origin.topic());
        if (found == null) {
            return "its origin " + origin.topic() + " is not an input topic of this pipeline, or does not exist";
        }
        if (origin.partition() < 0 || origin.partition() >= found) {
            return "its origin is partition " + origin.partition() + " of " + origin.topic() + ", which has " + found
                    + " partitions";
        }
        if (letter.isCut()) {
            return "its value was cut; the whole record is in " + origin.topic() + " at " + origin.partition() + ":"
                    + origin.offset();
        }
        return letter.redrives() < 0 ? "its header sluice-redriven is not a number" : "";
    }
}
