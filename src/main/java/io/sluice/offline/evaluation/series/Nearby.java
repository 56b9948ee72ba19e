package io.sluice.offline.evaluation.series;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.sluice.offline.DurationText;
import io.sluice.offline.Plural;
import org.jspecify.annotations.Nullable;

/**
 * The relation of an alert to an incident close to it, such as "opened 5 min after the end of a missed one".
 *
 * @param event what the alert did
 * @param relation the side and the incident
 * @param rows the distance in rows
 * @param seconds the distance in seconds; null if the rows have no times
 */
record Nearby(
        @JsonProperty("event") String event,
        @JsonProperty("relation") String relation,
        @JsonProperty("rows") int rows,
        @JsonProperty("seconds") @Nullable Double seconds) {
    @Override
    public String toString() {
        String distance = seconds == null ? Plural.format(rows, "row") : DurationText.format(seconds);
        return event + " " + distance + " " + relation;
    }
}
