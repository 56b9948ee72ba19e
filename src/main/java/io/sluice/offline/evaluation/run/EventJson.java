package io.sluice.offline.evaluation.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Builds an event's JSON from values at JSON pointers. */
final class EventJson {
    private final ObjectNode root = JsonNodeFactory.instance.objectNode();

    /** Puts a value at a JSON pointer (RFC 6901). The nodes on the way are objects. */
    EventJson put(String pointer, JsonNode value) {
        String[] steps = pointer.substring(1).split("/", -1);
        ObjectNode at = root;
        for (int i = 0; i < steps.length - 1; i++) {
            at = at.withObjectProperty(name(steps[i]));
        }
        at.set(name(steps[steps.length - 1]), value);
        return this;
    }

    private static String name(String step) {
        return step.replace("~1", "/").replace("~0", "~");
    }

    @Override
    public String toString() {
        return root.toString();
    }
}
