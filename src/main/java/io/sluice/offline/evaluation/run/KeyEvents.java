package io.sluice.offline.evaluation.run;

import io.sluice.Internal;
import java.util.List;

/**
 * The events of one key in order.
 *
 * @param key the key of the records
 * @param events the values of the records
 */
@Internal
public record KeyEvents(String key, List<String> events) {
    public KeyEvents {
        events = List.copyOf(events);
    }
}
