package io.sluice.offline.imports;

import io.sluice.event.DeadLetterReason;
import io.sluice.event.Event;
import io.sluice.offline.findings.RunFindings;
import io.sluice.recording.RecordedEvent;
import java.util.List;

/** What the pipeline makes of a recorded event. */
public sealed interface EventResult {
    /** Returns the event as it was read from its file. */
    RecordedEvent event();

    /**
     * The event was scored.
     *
     * @param read the event as the model received it
     * @param row the row x that the event became; ids are whole numbers
     * @param output what the model gave, the row y
     * @param prediction the prediction as JSON
     */
    record Scored(RecordedEvent event, String key, Event read, List<Float> row, List<Float> output, String prediction)
            implements EventResult {
        /** Adds the event to the findings of a run. */
        public void addTo(RunFindings findings) {
            findings.add(key, read, event.value(), output);
        }
    }

    /**
     * The event would be a dead letter.
     *
     * @param reason the reason as a code
     * @param detail a sentence for people
     */
    record Rejected(RecordedEvent event, String reason, String detail) implements EventResult {
        /** Returns true if the event was good, and the model failed on it or gave a number that is not finite. */
        public boolean isFaultOfModel() {
            return reason.equals(DeadLetterReason.MODEL_FAILED.code())
                    || reason.equals(DeadLetterReason.PREDICTION_NOT_FINITE.code());
        }
    }
}
