package io.sluice.offline.torture.audit;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Compares what a pipeline wrote with what it had to write, byte for byte. */
public final class Audit {
    private final List<String> examples = new ArrayList<>();
    private long lost;
    private long doubled;
    private long outOfOrder;
    private long wrongBits;

    private Audit() {}

    /**
     * Compares.
     *
     * @param comparable makes of a state what must be equal
     */
    public static Findings of(Written expected, Written found, UnaryOperator<ByteBuffer> comparable) {
        Audit audit = new Audit();
        audit.outputs(expected.outputs(), found.outputs());
        audit.states(expected.states(), found.states(), comparable);
        return new Findings(
                expected.outputs().size(),
                audit.lost,
                audit.doubled,
                audit.outOfOrder,
                audit.wrongBits,
                audit.examples);
    }

    /** An output and its place among those that must be written. */
    private record Place(Output output, int at) {}

    private void outputs(List<Output> expected, List<Output> found) {
        Map<String, Place> places = new HashMap<>();
        for (Output output : expected) {
            if (places.put(output.id(), new Place(output, places.size())) != null) {
                throw new IllegalStateException("the oracle expects " + output.id() + " twice");
            }
        }
        Set<String> seen = new HashSet<>();
        Map<String, Integer> latest = new HashMap<>();
        for (Output output : found) {
            Place place = places.get(output.id());
            if (place == null) {
                wrongBits++;
                note("unexpected " + output.id() + ": " + output.content());
            } else {
                check(output, place, seen, latest);
            }
        }
        for (Output output : expected) {
            if (!seen.contains(output.id())) {
                lost++;
                note("lost " + output.id());
            }
        }
    }

    private void check(Output output, Place place, Set<String> seen, Map<String, Integer> latest) {
        if (!output.equals(place.output())) {
            wrongBits++;
            note("wrong bits in " + output.id() + ": expected " + place.output().content() + ", found "
                    + output.content());
        }
        if (!seen.add(output.id())) {
            doubled++;
            note("doubled " + output.id());
        } else if (Objects.requireNonNull(latest.merge(output.key(), place.at(), Math::max)) > place.at()) {
            outOfOrder++;
            note("out of order: " + output.id());
        }
    }

    private void states(
            Map<ByteBuffer, ByteBuffer> expected,
            Map<ByteBuffer, ByteBuffer> found,
            UnaryOperator<ByteBuffer> comparable) {
        Set<ByteBuffer> keys = new HashSet<>(expected.keySet());
        keys.addAll(found.keySet());
        for (ByteBuffer key : keys) {
            ByteBuffer wanted = expected.get(key);
            ByteBuffer stored = found.get(key);
            if (wanted == null || stored == null || !comparable.apply(wanted).equals(comparable.apply(stored))) {
                wrongBits++;
                note("the state of the key " + Text.of(key) + " differs: expected " + Text.hex(wanted) + ", found "
                        + Text.hex(stored));
            }
        }
    }

    private void note(String example) {
        if (examples.size() < Findings.MOST_EXAMPLES) {
            examples.add(example);
        }
    }
}
