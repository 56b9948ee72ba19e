package io.sluice.offline.recovery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The predictions that must come after an interruption, when they come, and what is wrong with them. */
public final class Answers {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<Integer, JsonNode> missing;
    private final List<String> faults = new ArrayList<>();
    private double first = Double.NaN;
    private double last = Double.NaN;

    /** @param expected the predictions by the number of their key */
    public Answers(Map<Integer, JsonNode> expected) {
        this.missing = new HashMap<>(expected);
    }

    /** Returns a prediction without the place of its event, which offline scoring does not know. */
    static JsonNode comparable(byte[] prediction) {
        try {
            ObjectNode read = JSON.readValue(prediction, ObjectNode.class);
            read.remove("source");
            return read;
        } catch (IOException e) {
            throw new UncheckedIOException("a prediction is no JSON object", e);
        }
    }

    /** Takes a committed prediction, and the time since the interruption. */
    public void take(byte[] key, byte[] prediction, double seconds) {
        int number = KeyedReadings.number(key);
        JsonNode expected = missing.remove(number);
        JsonNode found = comparable(prediction);
        if (expected == null) {
            faults.add("key-" + number + " has a prediction too many, of step " + found.path("step"));
            return;
        }
        first = Double.isNaN(first) ? seconds : first;
        last = seconds;
        if (!found.equals(expected)) {
            faults.add("the state of key-" + number + " is lost or wrong: its prediction of step " + found.path("step")
                    + " is not that of offline scoring, of step " + expected.path("step"));
        }
    }

    /** Returns true if all predictions have come. */
    public boolean isComplete() {
        return missing.isEmpty();
    }

    /** Returns the number of predictions that have not come. */
    public int missing() {
        return missing.size();
    }

    /** Returns the time of the first prediction in seconds; not a number before it. */
    public double first() {
        return first;
    }

    /** Returns the time of the latest prediction in seconds; not a number before the first one. */
    public double last() {
        return last;
    }

    /** Returns what is wrong with the predictions that have come. */
    public List<String> faults() {
        return List.copyOf(faults);
    }
}
