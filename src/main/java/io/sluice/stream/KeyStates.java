package io.sluice.stream;

import io.sluice.state.KeyState;
import io.sluice.state.ResumePolicy;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.query.KeyQuery;
import org.apache.kafka.streams.query.QueryResult;
import org.apache.kafka.streams.query.StateQueryRequest;

/**
 * Looks up the states of this instance's keys by interactive queries. It asks every local partition: a producer in
 * another language may send a key to another partition than Java's producer would. If several partitions have the key,
 * the state with the latest event counts.
 *
 * <p>It sees what has taken effect, a moment before the commit. It is thread-safe.
 */
public final class KeyStates {
    private final KafkaStreams streams;
    private final ModelPool models;
    private final ResumePolicy policy;
    private final int partitions;

    /** @param partitions the number of partitions that the states of all instances are spread over */
    KeyStates(KafkaStreams streams, ModelPool models, int partitions) {
        this.streams = streams;
        this.models = models;
        this.partitions = partitions;
        this.policy = models.resumePolicy();
    }

    /** The answer to a question for one key. */
    public sealed interface Answer {}

    /**
     * The key has a state.
     *
     * @param partition the partition of the key's task
     * @param streamTime the task's stream time in milliseconds since the epoch; -1 if it has processed no record yet
     * @param expired whether the key's time to live is over, and only the sweep has not come yet
     */
    public record Found(KeyState state, int partition, long streamTime, boolean expired) implements Answer {}

    /**
     * No partition of this instance that could be asked has the key.
     *
     * @param partitions the partitions that were asked; those that move or are restored cannot be asked
     */
    public record Absent(Set<Integer> partitions) implements Answer {}

    /** Returns the number of partitions that the states of all instances are spread over. */
    public int partitions() {
        return partitions;
    }

    /** Looks up a key. */
    public Answer find(String key) {
        if (!streams.state().isRunningOrRebalancing()) {
            return new Absent(Set.of());
        }
        try {
            return find(key.getBytes(StandardCharsets.UTF_8));
        } catch (InvalidStateStoreException e) {
            return new Absent(Set.of()); // the store moves, or the pipeline stops
        }
    }

    private Answer find(byte[] key) {
        StateQueryRequest<byte[]> request = StateQueryRequest.inStore(TopologyNames.STORE)
                .withQuery(KeyQuery.<byte[], byte[]>withKey(key))
                .requireActive()
                .withIsolationLevel(IsolationLevel.READ_UNCOMMITTED);
        Map<Integer, QueryResult<byte[]>> results =
                new HashMap<>(streams.query(request).getPartitionResults());
        results.values().removeIf(QueryResult::isFailure);
        return results.entrySet().stream()
                .filter(result -> result.getValue().getResult() != null)
                .map(result -> found(result.getKey(), result.getValue().getResult()))
                .max(Comparator.comparingLong(found -> found.state().eventTime()))
                .<Answer>map(found -> found)
                .orElseGet(() -> new Absent(results.keySet()));
    }

    /** Returns true if a record with this timestamp would find that the key's time to live is over. */
    public boolean isExpiredAt(Found found, long timestamp) {
        return policy.isExpired(found.state(), Math.max(found.streamTime(), timestamp));
    }

    private Found found(int partition, byte[] stored) {
        KeyState state = policy.read(stored);
        long time = models.streamTimes().of(partition).get();
        return new Found(state, partition, time, policy.isExpired(state, time));
    }
}
