package io.sluice.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sluice.broker.Cluster;
import io.sluice.broker.EmbeddedBroker;
import io.sluice.broker.TopicSpec;
import io.sluice.config.SluiceConfig;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

final class ConsumerLagIT {
    private static final TopicPartition FIRST = new TopicPartition("plant.readings", 0);
    private static final TopicPartition SECOND = new TopicPartition("plant.readings", 1);

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Set<TopicPartition> assigned = new HashSet<>(Set.of(FIRST, SECOND));

    @Test
    void theLagIsTheDistanceFromTheCommittedOffsetToTheEnd() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.startTemporary()) {
            create(broker);
            send(broker, FIRST, 10);
            send(broker, SECOND, 4);
            SluiceConfig config = PipelineDriver.config(Map.of("bootstrap.servers", broker.bootstrapServers()));
            try (Admin admin = BrokerClients.admin(config, "test")) {
                ConsumerLag lag = new ConsumerLag(admin, config, () -> assigned, registry);
                assertThat(lags()).isEmpty();

                lag.update();
                assertThat(lags()).isEqualTo(Map.of("plant.readings 0", 10.0, "plant.readings 1", 4.0));

                commit(admin, config, Map.of(FIRST, 7L, SECOND, 4L));
                lag.update();
                assertThat(lags()).isEqualTo(Map.of("plant.readings 0", 3.0, "plant.readings 1", 0.0));

                send(broker, SECOND, 2);
                assigned.remove(FIRST);
                lag.update();
                assertThat(lags()).isEqualTo(Map.of("plant.readings 1", 2.0));

                broker.stop();
                lag.update();
                assertThat(lags()).as("without a broker the lag is not known").isEmpty();
            }
        }
    }

    @Test
    void aPipelineThatBeginsAtTheEndHasNoLagAtFirst() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.startTemporary()) {
            create(broker);
            send(broker, FIRST, 10);
            SluiceConfig config = PipelineDriver.config(
                    Map.of("bootstrap.servers", broker.bootstrapServers(), "auto.offset.reset", "latest"));
            try (Admin admin = BrokerClients.admin(config, "test")) {
                new ConsumerLag(admin, config, () -> Set.of(FIRST), registry).update();
                assertThat(lags()).isEqualTo(Map.of("plant.readings 0", 0.0));
            }
        }
    }

    private Map<String, Double> lags() {
        Map<String, Double> lags = new HashMap<>();
        for (Gauge gauge : registry.find("sluice.lag").gauges()) {
            lags.put(gauge.getId().getTag("topic") + " " + gauge.getId().getTag("partition"), gauge.value());
        }
        return lags;
    }

    private static void create(EmbeddedBroker broker) {
        try (Cluster cluster = Cluster.connect(broker.bootstrapServers())) {
            cluster.create(List.of(new TopicSpec("plant.readings", Optional.of(2), Optional.empty(), Map.of())));
        }
    }

    private static void send(EmbeddedBroker broker, TopicPartition to, int records) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (int i = 0; i < records; i++) {
                producer.send(new ProducerRecord<>(to.topic(), to.partition(), null, new byte[] {1}))
                        .get();
            }
        }
    }

    private static void commit(Admin admin, SluiceConfig config, Map<TopicPartition, Long> offsets) throws Exception {
        Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();
        offsets.forEach((partition, offset) -> committed.put(partition, new OffsetAndMetadata(offset)));
        admin.alterConsumerGroupOffsets(config.applicationId(), committed).all().get();
    }
}
