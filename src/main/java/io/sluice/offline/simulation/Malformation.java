package io.sluice.offline.simulation;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** An error of a client in a text or an item. The event goes to the dead letters. */
enum Malformation {
    MISSING {
        @Override
        String apply(ObjectNode event, String field) {
            return event.without(field).toString();
        }
    },
    NULL {
        @Override
        String apply(ObjectNode event, String field) {
            return event.putNull(field).toString();
        }
    },
    NUMBER {
        @Override
        String apply(ObjectNode event, String field) {
            return event.put(field, 5.5).toString();
        }
    },
    BLANK {
        @Override
        String apply(ObjectNode event, String field) {
            return event.put(field, "  \n").toString();
        }
    },
    /** The event is cut off before its end. */
    CUT {
        @Override
        String apply(ObjectNode event, String field) {
            String whole = event.toString();
            return whole.substring(0, whole.length() - 2);
        }
    };

    /** Returns the record value of a valid event with this error. The event's content is a string in {@code field}. */
    abstract String apply(ObjectNode event, String field);
}
