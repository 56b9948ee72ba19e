package io.sluice.stream;

import io.sluice.config.SluiceConfig;
import io.sluice.state.KeyState;
import io.sluice.state.ResumePolicy;
import io.sluice.state.Resumption;
import io.sluice.state.StateException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * The latest states in the changelog. They show at the start if another model wrote them, and so what will become of
 * the states. The changelog knows this without a state directory, and whichever instance wrote last.
 */
final class StoredStates {
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final Duration POLL = Duration.ofMillis(100);

    /** The number of offsets to look at in each partition. Every other one may be the end of a transaction. */
    private static final int LOOK_BACK = 16;

    private final SluiceConfig config;
    private final ResumePolicy policy;

    /** The stored states of a pipeline whose changelog exists. */
    StoredStates(SluiceConfig config, ResumePolicy policy) {
        this.config = config;
        this.policy = policy;
    }

    /**
     * Says what becomes of the states if another model wrote them.
     *
     * @return one sentence; empty if this model wrote the latest states, or if they cannot be read in a few seconds
     * @throws StartException if the changelog may not be read
     */
    Optional<String> note() {
        return latest().stream().map(this::note).flatMap(Optional::stream).findFirst();
    }

    private Optional<String> note(byte[] stored) {
        try {
            KeyState state = policy.read(stored);
            boolean sameModel = state.fingerprint() == policy.running().fingerprint();
            return note(policy.decide(state, false, state.streamTime()), sameModel);
        } catch (StateException e) {
            return Optional.of("the next event of an old key will end the process: " + e.getMessage());
        }
    }

    private Optional<String> note(Resumption resumption, boolean sameModel) {
        if (resumption == Resumption.UNREADABLE) {
            return Optional.of("another version of Sluice wrote the stored states; " + consequence()
                    + " each key starts again at its next event");
        }
        if (sameModel && resumption.continues()) {
            return resumption.continuesScoring()
                    ? Optional.empty()
                    : Optional.of("another scorer wrote its part of the stored states; each key's scorer starts again"
                            + " at its next event, and its hidden state continues");
        }
        return Optional.of("another model wrote the stored states; " + consequence()
                + (resumption.continues() ? " keys continue from them" : " each key starts again at its next event"));
    }

    private String consequence() {
        return SluiceConfig.STATE_MISMATCH + "=" + policy.onMismatch().name().toLowerCase(Locale.ROOT) + ":";
    }

    /** Returns the latest state of each partition. */
    private Collection<byte[]> latest() {
        try (Consumer<byte[], byte[]> consumer = BrokerClients.consumer(config, "stored-states")) {
            return latest(consumer);
        } catch (TimeoutException e) {
            return List.of();
        } catch (AuthorizationException e) {
            throw new StartException(
                    "topic " + TopologyNames.changelogTopic(config)
                            + " may not be read, and it holds the states; give the user the permission to read it",
                    e);
        }
    }

    private Collection<byte[]> latest(Consumer<byte[], byte[]> consumer) {
        List<TopicPartition> partitions =
                consumer.partitionsFor(TopologyNames.changelogTopic(config), PATIENCE).stream()
                        .map(info -> new TopicPartition(info.topic(), info.partition()))
                        .toList();
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, PATIENCE);
        Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions, PATIENCE);
        consumer.assign(partitions);
        ends.forEach((partition, end) ->
                consumer.seek(partition, Math.max(begins.getOrDefault(partition, 0L), end - LOOK_BACK)));
        Map<Integer, byte[]> latest = new HashMap<>();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (isBehind(consumer, ends) && System.nanoTime() < deadline) {
            for (ConsumerRecord<byte[], byte[]> state : consumer.poll(POLL)) {
                if (state.value() != null) {
                    latest.put(state.partition(), state.value());
                }
            }
        }
        return latest.values();
    }

    private static boolean isBehind(Consumer<?, ?> consumer, Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue());
    }
}
