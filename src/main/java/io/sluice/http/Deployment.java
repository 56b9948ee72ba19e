package io.sluice.http;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is set up for a pipeline, and does not change while it runs.
 *
 * @param version the version of Sluice
 * @param threads the number of stream threads of this instance
 * @param stateStore the kind of the state store, one word
 * @param guarantee the processing guarantee of Kafka Streams
 * @param commitMillis the time between two commits, in milliseconds
 */
public record Deployment(
        String applicationId,
        String version,
        Topics topics,
        int threads,
        String stateStore,
        String guarantee,
        long commitMillis) {

    /**
     * The topics of a pipeline.
     *
     * @param repartition the topic of events on their way to their key; null if the key of a record counts
     * @param alerts null if no alerts are sent
     */
    public record Topics(
            List<String> inputs,
            @Nullable String repartition,
            String predictions,
            @Nullable String alerts,
            String deadLetters) {
        /** Copies the list. */
        public Topics {
            inputs = List.copyOf(inputs);
        }
    }
}
