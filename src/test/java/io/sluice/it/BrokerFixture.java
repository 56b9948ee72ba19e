package io.sluice.it;

import io.sluice.broker.EmbeddedBroker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;

/** A real broker in this JVM, with plain clients. */
final class BrokerFixture implements AutoCloseable {
    private final EmbeddedBroker broker = EmbeddedBroker.startTemporary();
    private final Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));

    String bootstrapServers() {
        return broker.bootstrapServers();
    }

    int port() {
        return broker.port();
    }

    Admin admin() {
        return admin;
    }

    String clusterId() {
        return get(() -> admin.describeCluster().clusterId().get());
    }

    /** Creates topics that accept records of any size that Sluice sends. */
    void createTopics(int partitions, String... names) {
        createTopics(partitions, Map.of("max.message.bytes", Integer.toString(17 << 20)), names);
    }

    void createTopics(int partitions, Map<String, String> settings, String... names) {
        List<NewTopic> topics = Arrays.stream(names)
                .map(name -> new NewTopic(name, partitions, (short) 1).configs(settings))
                .toList();
        get(() -> admin.createTopics(topics).all().get());
    }

    /** Lets an existing topic accept records of any size that Sluice sends. */
    void allowLargeMessages(String topic) {
        AlterConfigOp large = new AlterConfigOp(
                new ConfigEntry("max.message.bytes", Integer.toString(17 << 20)), AlterConfigOp.OpType.SET);
        get(() -> admin.incrementalAlterConfigs(
                        Map.of(new ConfigResource(ConfigResource.Type.TOPIC, topic), List.of(large)))
                .all()
                .get());
    }

    /**
     * Makes a producer with one request in flight. With more, a topic that is just being created can upset its
     * sequence.
     */
    KafkaProducer<byte[], byte[]> newProducer() {
        Map<String, Object> properties = Map.of(
                "bootstrap.servers",
                broker.bootstrapServers(),
                "max.in.flight.requests.per.connection",
                1,
                "linger.ms",
                5,
                "max.request.size",
                4 << 20);
        return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Sends records, and returns when they are in their topics. */
    void send(List<ProducerRecord<byte[], byte[]>> records) {
        try (KafkaProducer<byte[], byte[]> producer = newProducer()) {
            List<Future<RecordMetadata>> sent =
                    records.stream().map(producer::send).toList();
            sent.forEach(acknowledgement -> get(acknowledgement::get));
        }
    }

    /** Returns all committed records of a topic, one partition after another, in the order of their offsets. */
    List<ConsumerRecord<byte[], byte[]>> read(String topic) {
        Map<String, Object> properties =
                Map.of("bootstrap.servers", broker.bootstrapServers(), "isolation.level", "read_committed");
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            Collection<TopicPartition> partitions = partitions(topic);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<ConsumerRecord<byte[], byte[]>> read = new ArrayList<>();
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(200)).forEach(read::add);
            }
            read.sort(Comparator.<ConsumerRecord<?, ?>>comparingInt(ConsumerRecord::partition)
                    .thenComparingLong(ConsumerRecord::offset));
            return read;
        }
    }

    /** Waits until a topic has at least that many committed records, and returns them. */
    List<ConsumerRecord<byte[], byte[]>> await(String topic, int count, Duration patience) {
        return Awaitility.await(topic)
                .atMost(patience)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> read(topic), read -> read.size() >= count);
    }

    /** Waits until a group has committed the end offsets of the topics. */
    void awaitConsumed(String group, Duration patience, String... topics) {
        Awaitility.await("offsets of " + group)
                .atMost(patience)
                .pollInterval(Duration.ofMillis(250))
                .until(() -> lag(group, topics) == 0);
    }

    private long lag(String group, String... topics) {
        List<TopicPartition> partitions = Arrays.stream(topics)
                .flatMap(topic -> partitions(topic).stream())
                .toList();
        Map<TopicPartition, OffsetAndMetadata> committed = get(() -> admin.listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get());
        return ends(partitions).entrySet().stream()
                .mapToLong(end -> end.getValue()
                        - (committed.get(end.getKey()) == null
                                ? 0
                                : committed.get(end.getKey()).offset()))
                .sum();
    }

    private Map<TopicPartition, Long> ends(List<TopicPartition> partitions) {
        Map<String, Object> properties = Map.of("bootstrap.servers", broker.bootstrapServers());
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            return consumer.endOffsets(partitions);
        }
    }

    /** Returns the number of members of a group. */
    int members(String group) {
        return describe(group).members().size();
    }

    /** Waits until a group is stable and has that many members, each with a partition. */
    void awaitAssigned(String group, int members, Duration patience) {
        Awaitility.await("assignment of " + group)
                .atMost(patience)
                .pollInterval(Duration.ofMillis(100))
                .ignoreExceptionsMatching(failure -> failure.getCause() instanceof GroupIdNotFoundException)
                .until(() -> {
                    ConsumerGroupDescription found = describe(group);
                    return found.groupState() == GroupState.STABLE
                            && found.members().size() == members
                            && found.members().stream().noneMatch(member -> member.assignment()
                                    .topicPartitions()
                                    .isEmpty());
                });
    }

    private ConsumerGroupDescription describe(String group) {
        return get(() -> admin.describeConsumerGroups(List.of(group))
                .describedGroups()
                .get(group)
                .get());
    }

    private Collection<TopicPartition> partitions(String topic) {
        return get(() -> admin.describeTopics(List.of(topic)).allTopicNames().get()).get(topic).partitions().stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .collect(Collectors.toSet());
    }

    private interface Call<T> {
        T get() throws InterruptedException, ExecutionException;
    }

    private static <T> T get(Call<T> call) {
        try {
            return call.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    @Override
    public void close() {
        admin.close();
        broker.close();
    }
}
