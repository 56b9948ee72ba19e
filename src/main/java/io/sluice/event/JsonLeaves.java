package io.sluice.event;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;

/** The values of an event that are no objects and no arrays, by their places. */
public final class JsonLeaves {
    private JsonLeaves() {}

    /**
     * Returns the values in an event and in the objects within it, in their order. Elements of arrays are left out.
     *
     * @return the values by their JSON pointers (RFC 6901); none if the event is no object
     */
    public static Map<String, JsonNode> of(JsonNode event) {
        Map<String, JsonNode> leaves = new LinkedHashMap<>();
        add(leaves, "", event);
        return leaves;
    }

    private static void add(Map<String, JsonNode> leaves, String place, JsonNode node) {
        node.properties().forEach(field -> {
            String pointer = place + "/" + PointerTree.escaped(field.getKey());
            if (field.getValue().isObject()) {
                add(leaves, pointer, field.getValue());
            } else if (field.getValue().isValueNode()) {
                leaves.put(pointer, field.getValue());
            }
        });
    }
}
