package io.sluice.evaluation;

import java.util.List;

/**
 * The events of one key in their order.
 *
 * @param events the values of the key's records, as an event is written in a topic
 */
record KeyEvents(String key, List<String> events) {
    KeyEvents {
        events = List.copyOf(events);
    }
}
