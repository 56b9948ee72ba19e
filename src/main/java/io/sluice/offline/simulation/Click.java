package io.sluice.offline.simulation;

import java.time.Instant;

/**
 * A click of a simulated shopper and the truth about it.
 *
 * @param session the key of the record: the shopper's visit, as {@code shopper-007/3}
 * @param time the event's own time, as in the JSON
 * @param step the step that this click's prediction has, from 1; 0 where the event is malformed, for such an event is
 *     not scored but sent to the dead letters
 * @param item what was clicked; empty where the event is malformed
 * @param json the value of the record: {@code {"timestamp": 1772366400000, "item": "kettle-alder-3"}}
 * @param last whether the visit ends with it
 */
public record Click(String session, Instant time, long step, String item, String json, boolean last) {}
