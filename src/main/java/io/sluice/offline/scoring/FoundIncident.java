package io.sluice.offline.scoring;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** An incident of a key, from the event that opened it to the latest one that belongs to it. */
final class FoundIncident {
    private final ScoredEvent opening;
    private @Nullable ScoredEvent closing;
    private long events;
    private double peak;

    FoundIncident(ScoredEvent opening) {
        this.opening = opening;
    }

    /** Returns the incident in a prediction; a missing node if there is none. */
    static JsonNode of(ScoredEvent event) {
        return event.prediction().path("anomaly").path("incident");
    }

    void add(ScoredEvent event) {
        events++;
        peak = of(event).path("peak").floatValue();
        if (of(event).path("phase").asText().equals("closed")) {
            closing = event;
        }
    }

    ScoredEvent opening() {
        return opening;
    }

    /** Returns the event that closed the incident; null if it is open at the end of the file. */
    @Nullable
    ScoredEvent closing() {
        return closing;
    }

    /** Returns the number of events from the opening to the closing, both included. */
    long events() {
        return events;
    }

    double peak() {
        return peak;
    }
}
