package io.sluice.offline.soak;

import java.util.List;

/**
 * What an overload has shown.
 *
 * @param rate the events a second that were sent
 */
public record Overload(double rate, List<OverloadOutcome> pipelines) {
    public Overload {
        pipelines = List.copyOf(pipelines);
    }
}
