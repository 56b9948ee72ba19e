package io.sluice.offline.simulation;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An event of a simulated machine and the truth about it.
 *
 * @param key the machine: the key of the record
 * @param time the event's own time, as in the JSON
 * @param step the step that this event's prediction has, from 1; 0 where every channel is missing, for such an event is
 *     not scored but sent to the dead letters
 * @param readings what the sensors said, by channel; without those that are missing
 * @param json the value of the record: {@code {"timestamp": "2026-03-01T00:20:07Z", "value": 81.2}}
 * @param fault the fault that this event is part of
 */
public record SensorEvent(
        String key,
        Instant time,
        long step,
        Map<String, Double> readings,
        String json,
        @Nullable Fault fault) {
    public SensorEvent {
        readings = Map.copyOf(readings);
    }
}
