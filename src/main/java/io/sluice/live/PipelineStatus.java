package io.sluice.live;

import io.sluice.event.DeadLetterReason;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;

/**
 * What a pipeline does at one moment. Rates, latencies, rows and shares are those of the last seconds.
 *
 * @param time the moment, in milliseconds since the epoch
 * @param state the pipeline's state, one word
 * @param events the events a second
 * @param predictions the predictions a second
 * @param deadLetters the dead letters a second
 * @param alerts the incidents that opened or closed a second
 * @param incidentsOpen the incidents that are open, as far as their keys had events since the start
 * @param latencyP50 the median time from an event's record to its prediction, in milliseconds; empty without an event
 * @param latencyP99 the 99th percentile of that time
 * @param rowsPerCall the mean number of rows in a call of the model; empty without a call
 * @param aloneShare the share of events that were stepped alone; empty without an event
 * @param keys the number of keys of this instance that have a state; empty while they are counted after a start
 * @param lags the events that wait in each partition; empty without an answer of the broker
 * @param letters the dead letters since the start, by reason; only reasons that occurred
 */
public record PipelineStatus(
        long time,
        String state,
        double events,
        double predictions,
        double deadLetters,
        double alerts,
        int incidentsOpen,
        OptionalLong latencyP50,
        OptionalLong latencyP99,
        OptionalDouble rowsPerCall,
        OptionalDouble aloneShare,
        OptionalLong keys,
        Map<TopicPartition, Long> lags,
        Map<DeadLetterReason, Long> letters) {
    /** Copies the maps. */
    public PipelineStatus {
        lags = Map.copyOf(lags);
        letters = Map.copyOf(letters);
    }
}
