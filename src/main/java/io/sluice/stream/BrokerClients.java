package io.sluice.stream;

import io.sluice.config.SluiceConfig;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.StreamsConfig;

/** Clients with the settings of a pipeline, for questions that Kafka Streams does not answer. */
final class BrokerClients {
    /** The time that a broker has to answer a question. */
    static final Duration TIMEOUT = Duration.ofSeconds(10);

    private BrokerClients() {}

    /**
     * Opens an admin client. It fails within {@link #TIMEOUT} if no broker answers.
     *
     * @param purpose the last part of the client's id
     */
    static Admin admin(SluiceConfig config, String purpose) {
        Map<String, Object> properties =
                new HashMap<>(streamsConfig(config).getAdminConfigs(config.applicationId() + "-" + purpose));
        properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) TIMEOUT.toMillis() / 2);
        properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) TIMEOUT.toMillis());
        return Admin.create(properties);
    }

    /**
     * Opens a consumer without a group, which reads as the restoration of states does.
     *
     * @param purpose the last part of the client's id
     */
    static Consumer<byte[], byte[]> consumer(SluiceConfig config, String purpose) {
        return new KafkaConsumer<>(
                streamsConfig(config).getRestoreConsumerConfigs(config.applicationId() + "-" + purpose),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    /** Returns the settings of the consumers that read the events. */
    static Map<String, Object> mainConsumerSettings(SluiceConfig config) {
        return streamsConfig(config).getMainConsumerConfigs(config.applicationId(), "", 0);
    }

    private static StreamsConfig streamsConfig(SluiceConfig config) {
        return new StreamsConfig(config.streamsProperties());
    }
}
