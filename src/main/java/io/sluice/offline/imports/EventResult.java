package io.sluice.offline.imports;

import io.sluice.event.Malformed;
import io.sluice.recording.RecordedEvent;
import java.util.List;

/** What the pipeline makes of a recorded event. */
public sealed interface EventResult {
    /** Returns the event as it was read from its file. */
    RecordedEvent event();

    /**
     * The event was scored.
     *
     * @param row the row x that the event became; ids are whole numbers
     * @param output what the model gave, the row y
     * @param prediction the prediction as JSON
     */
    record Scored(RecordedEvent event, String key, List<Float> row, List<Float> output, String prediction)
            implements EventResult {}

    /** The event would be a dead letter. */
    record Rejected(RecordedEvent event, Malformed malformed) implements EventResult {}
}
