package io.sluice.offline.evaluation.run;

import io.sluice.Internal;
import java.util.List;

/**
 * The events of one key in their order.
 *
 * @param events the values of the key's records, as an event is written in a topic
 */
@Internal
public record KeyEvents(String key, List<String> events) {
    public KeyEvents {
        events = List.copyOf(events);
    }
}
