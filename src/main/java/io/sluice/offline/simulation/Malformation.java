package io.sluice.offline.simulation;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** What a client may get wrong about a text or an item, so that the event goes to the dead letters. */
enum Malformation {
    MISSING {
        @Override
        String of(ObjectNode event, String field) {
            return event.without(field).toString();
        }
    },
    NULL {
        @Override
        String of(ObjectNode event, String field) {
            return event.putNull(field).toString();
        }
    },
    NUMBER {
        @Override
        String of(ObjectNode event, String field) {
            return event.put(field, 5.5).toString();
        }
    },
    BLANK {
        @Override
        String of(ObjectNode event, String field) {
            return event.put(field, "  \n").toString();
        }
    },
    /** Sent before it was complete. */
    CUT {
        @Override
        String of(ObjectNode event, String field) {
            String whole = event.toString();
            return whole.substring(0, whole.length() - 2);
        }
    };

    /** The value of the record that a valid event becomes, whose content is a string in a field. */
    abstract String of(ObjectNode event, String field);
}
