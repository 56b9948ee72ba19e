package io.sluice.offline.simulation;

import java.time.Instant;

/**
 * A click of a simulated shopper.
 *
 * @param session the key of the record: the shopper's visit, such as {@code shopper-007/3}
 * @param time the event's own time, as in the JSON
 * @param step the step of this click's prediction, from 1; 0 where the event is malformed, because such an event goes
 *     to the dead letters without a score
 * @param item the clicked item; empty where the event is malformed
 * @param json the value of the record: {@code {"timestamp": 1772366400000, "item": "kettle-alder-3"}}
 * @param last true if the visit ends with this click
 */
public record Click(String session, Instant time, long step, String item, String json, boolean last) {}
