package io.sluice.cli;

import io.sluice.broker.Cluster;
import io.sluice.cli.common.TopicReader;
import io.sluice.event.DeadLetterReason;
import io.sluice.event.Malformed;
import io.sluice.event.RecordKey;
import io.sluice.event.Timestamps;
import io.sluice.model.TimestampField;
import io.sluice.offline.training.loop.DataFile;
import io.sluice.offline.training.loop.StoppedException;
import io.sluice.offline.training.recipe.EventSource;
import io.sluice.offline.training.recipe.ShellWord;
import io.sluice.permission.Permission;
import io.sluice.recording.EventFields;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.acl.AclOperation;
import org.jspecify.annotations.Nullable;

/**
 * The committed records of a topic, up to the end that the topic has when the reading begins. A record that is not an
 * event is left out and counted. A record without a value deletes a key for the pipeline, and is passed over here.
 */
final class TopicEvents implements EventSource {
    private static final Comparator<ConsumerRecord<byte[], byte[]>> IN_TIME = Comparator.comparingLong(
                    (ConsumerRecord<byte[], byte[]> record) -> record.timestamp())
            .thenComparingInt(ConsumerRecord::partition);

    private final Map<String, String> settings;
    private final String topic;
    private final @Nullable Long from;
    private final @Nullable String keyField;
    private final BooleanSupplier stop;

    /**
     * Takes a topic.
     *
     * @param settings the settings of Kafka's clients
     * @param from the earliest time of a record in milliseconds since the epoch; null for the beginning
     * @param keyField the field or JSON pointer of an event's key; null if records have their keys
     * @param stop returns true to end the reading
     */
    TopicEvents(
            Map<String, String> settings,
            String topic,
            @Nullable Long from,
            @Nullable String keyField,
            BooleanSupplier stop) {
        this.settings = settings;
        this.topic = topic;
        this.from = from;
        this.keyField = keyField;
        this.stop = stop;
    }

    @Override
    public String name() {
        return topic;
    }

    @Override
    public String arguments() {
        return "--topic " + ShellWord.quoted(topic)
                + (from == null ? "" : " --from " + Timestamps.format(from))
                + fileOptions();
    }

    @Override
    public String fileOptions() {
        return keyField == null ? "" : " --key-field " + ShellWord.quoted(keyField);
    }

    @Override
    public @Nullable String keyPointer() {
        return keyField == null ? null : EventFields.pointer(keyField).toString();
    }

    @Override
    public boolean isKeyed() {
        return true;
    }

    @Override
    public Optional<String> assumedKey() {
        return Optional.empty();
    }

    @Override
    public Summary read(TimestampField time, Sink sink) {
        requireTopic();
        Map<Integer, Deque<ConsumerRecord<byte[], byte[]>>> partitions = partitions();
        Tally tally = new Tally(keyField == null ? TopicEvents::offerKeyed : TopicEvents::offerUnkeyed);
        PriorityQueue<Deque<ConsumerRecord<byte[], byte[]>>> next =
                new PriorityQueue<>(Comparator.comparing(Deque::getFirst, IN_TIME));
        next.addAll(partitions.values());
        for (Deque<ConsumerRecord<byte[], byte[]>> earliest = next.poll(); earliest != null; earliest = next.poll()) {
            tally.add(earliest.removeFirst(), sink);
            if (!earliest.isEmpty()) {
                next.add(earliest);
            }
        }
        return tally.summary(topic);
    }

    private void requireTopic() {
        try (Cluster cluster = Cluster.connect(settings)) {
            cluster.requirePermissions(List.of(Permission.ofTopic(AclOperation.READ, topic)));
            cluster.requireTopic(topic, "correct --topic or --bootstrap-server");
        }
    }

    /** Reads the records of each partition that has some. */
    private Map<Integer, Deque<ConsumerRecord<byte[], byte[]>>> partitions() {
        Map<Integer, Deque<ConsumerRecord<byte[], byte[]>>> partitions = new TreeMap<>();
        try (TopicReader reader = from == null
                ? TopicReader.fromBeginning(settings, List.of(topic))
                : TopicReader.from(settings, List.of(topic), from)) {
            TopicReader.End end = reader.end();
            while (!end.isReached()) {
                if (stop.getAsBoolean()) {
                    throw new StoppedException("stopped while reading topic " + topic + "; nothing was written");
                }
                for (ConsumerRecord<byte[], byte[]> record : reader.poll()) {
                    if (end.covers(record)) {
                        partitions
                                .computeIfAbsent(record.partition(), unused -> new ArrayDeque<>())
                                .add(record);
                    }
                }
            }
        }
        return partitions;
    }

    /** Offers a record whose value holds the key. */
    private static @Nullable Malformed offerUnkeyed(ConsumerRecord<byte[], byte[]> record, Sink sink) {
        return sink.add(null, record.value(), Math.max(record.timestamp(), 0));
    }

    private static @Nullable Malformed offerKeyed(ConsumerRecord<byte[], byte[]> record, Sink sink) {
        if (record.key() == null || record.key().length == 0) {
            return new Malformed(
                    DeadLetterReason.NO_KEY, "the record has no key; --key-field names the field of the key");
        }
        Optional<String> key = RecordKey.decode(record.key());
        return key.isEmpty()
                ? new Malformed(DeadLetterReason.KEY_NOT_UTF8, "the record's key is not UTF-8")
                : sink.add(key.get(), record.value(), Math.max(record.timestamp(), 0));
    }

    /** Counts records by their outcome, and takes the checksum of the events. */
    private static final class Tally {
        private final Map<DeadLetterReason, Integer> refused = new EnumMap<>(DeadLetterReason.class);
        private final BiFunction<ConsumerRecord<byte[], byte[]>, Sink, @Nullable Malformed> offer;
        private final MessageDigest digest = sha256();
        private int records;
        private int taken;
        private String first = "";

        Tally(BiFunction<ConsumerRecord<byte[], byte[]>, Sink, @Nullable Malformed> offer) {
            this.offer = offer;
        }

        void add(ConsumerRecord<byte[], byte[]> record, Sink sink) {
            if (record.value() == null) {
                return;
            }
            records++;
            Malformed malformed = offer.apply(record, sink);
            if (malformed == null) {
                taken++;
                digest(record);
            } else if (refused.merge(malformed.reason(), 1, Integer::sum) == 1 && first.isEmpty()) {
                first = "partition " + record.partition() + ", offset " + record.offset() + ": " + malformed.detail();
            }
        }

        private void digest(ConsumerRecord<byte[], byte[]> record) {
            byte[] key = record.key() == null ? new byte[0] : record.key();
            digest.update(ByteBuffer.allocate(Long.BYTES + 2 * Integer.BYTES)
                    .putLong(record.timestamp())
                    .putInt(key.length)
                    .putInt(record.value().length)
                    .flip());
            digest.update(key);
            digest.update(record.value());
        }

        Summary summary(String topic) {
            return new Summary(
                    new DataFile("topic " + topic, taken, HexFormat.of().formatHex(digest.digest())),
                    refused.isEmpty() ? List.of() : List.of(leftOut()));
        }

        private String leftOut() {
            return "left out " + (records - taken) + " of " + records + " records: "
                    + refused.entrySet().stream()
                            .map(reason ->
                                    reason.getValue() + " " + reason.getKey().code())
                            .collect(Collectors.joining(", "))
                    + "; the first is " + first;
        }

        private static MessageDigest sha256() {
            try {
                return MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("this Java has no SHA-256, which every Java must have", e);
            }
        }
    }
}
