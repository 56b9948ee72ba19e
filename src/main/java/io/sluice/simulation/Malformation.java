package io.sluice.simulation;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** What a client may get wrong about a text, so that the event goes to the dead letters. */
enum Malformation {
    NO_TEXT {
        @Override
        String of(ObjectNode event) {
            return event.without("text").toString();
        }
    },
    NULL_TEXT {
        @Override
        String of(ObjectNode event) {
            return event.putNull("text").toString();
        }
    },
    NUMBER {
        @Override
        String of(ObjectNode event) {
            return event.put("text", 5).toString();
        }
    },
    BLANK {
        @Override
        String of(ObjectNode event) {
            return event.put("text", "  \n").toString();
        }
    },
    /** Sent before it was complete. */
    CUT {
        @Override
        String of(ObjectNode event) {
            String whole = event.toString();
            return whole.substring(0, whole.length() - 2);
        }
    };

    /** The value of the record that a valid event becomes. */
    abstract String of(ObjectNode event);
}
