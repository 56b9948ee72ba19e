package io.sluice.live;

import io.sluice.event.DeadLetterReason;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * What a pipeline has counted since its start.
 *
 * @param events the events that took effect
 * @param predictions the predictions sent
 * @param deadLetters the records sent to the dead letters, by reason
 * @param calls the calls of the model
 * @param rows the rows of these calls, with those that fill up a batch
 * @param alone the events that were stepped alone
 * @param incidents the incidents that opened, and those that closed
 * @param latencies the times from an event's record until its prediction, in milliseconds, since the last look
 */
public record PipelineCounts(
        long events,
        long predictions,
        Map<DeadLetterReason, Long> deadLetters,
        long calls,
        long rows,
        long alone,
        long incidents,
        Histogram latencies) {
    /** Returns the number of dead letters. */
    public long letters() {
        return deadLetters.values().stream().mapToLong(Long::longValue).sum();
    }
}
