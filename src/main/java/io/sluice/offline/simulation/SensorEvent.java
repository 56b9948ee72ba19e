package io.sluice.offline.simulation;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An event of a simulated machine with its ground truth.
 *
 * @param key the key of the record: the machine
 * @param time the event's own time, as in the JSON
 * @param step the step of this event's prediction, from 1; 0 where every channel is missing, because such an event goes
 *     to the dead letters without a score
 * @param readings the readings by channel, without missing ones
 * @param json the value of the record: {@code {"timestamp": "2026-03-01T00:20:07Z", "value": 81.2}}
 * @param fault the fault that this event belongs to, or null where the machine is healthy
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
