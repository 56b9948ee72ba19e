package io.sluice.offline.torture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.broker.Cluster;
import io.sluice.broker.TopicSpec;
import io.sluice.cli.Main;
import io.sluice.config.SluiceConfig;
import io.sluice.offline.torture.security.UsersOverTls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tests that the brokers of {@code torture --secured} refuse what they should. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
final class SecuredNodesIT {
    private static final int TLS_ALERT = 0x15;
    private static final String USER = "pump";
    private static final List<String> TOPICS = List.of("in", "out", "letters", "others");

    @TempDir
    private static Path folder;

    private static BrokerNodes brokers;
    private static Map<String, String> client;

    @BeforeAll
    static void start() throws Exception {
        JavaProgram program = new JavaProgram(List.of(), Main.class.getName());
        brokers = BrokerNodes.start(program, folder, 1, UsersOverTls.make(folder));
        Map<String, String> pipeline = new HashMap<>(Map.of(
                "bootstrap.servers",
                brokers.bootstrapServersOfInstances(),
                "application.id",
                USER,
                SluiceConfig.MODEL,
                folder.toString(),
                SluiceConfig.INPUT_TOPIC,
                "in",
                SluiceConfig.OUTPUT_TOPIC,
                "out",
                SluiceConfig.DEAD_LETTER_TOPIC,
                "letters"));
        try (Cluster cluster = Cluster.connect(brokers.bootstrapServers());
                Admin admin = Admin.create(Map.of("bootstrap.servers", brokers.bootstrapServers()))) {
            cluster.create(TOPICS.stream()
                    .map(topic -> new TopicSpec(topic, Optional.of(1), Optional.of((short) 1), Map.of()))
                    .toList());
            client = new HashMap<>(brokers.security().admit(admin, pipeline));
        }
        client.put("bootstrap.servers", brokers.bootstrapServersOfInstances());
        client.put("default.api.timeout.ms", "10000");
        client.put("request.timeout.ms", "5000");
        client.put("max.block.ms", "10000");
        Awaitility.await("the brokers know the user")
                .atMost(Duration.ofMinutes(1))
                .ignoreExceptions()
                .until(() -> send("letters") >= 0);
    }

    @AfterAll
    static void stop() {
        if (brokers != null) {
            brokers.close();
        }
    }

    @Test
    void theUserOfAPipelineWritesItsOutput() throws Exception {
        assertThat(send("out")).isZero();
    }

    @Test
    void theUserOfAPipelineMayNotWriteToOtherTopics() {
        assertThatThrownBy(() -> send("others")).hasRootCauseInstanceOf(TopicAuthorizationException.class);
    }

    @Test
    void theUserOfAPipelineMayNotWriteItsInput() {
        assertThatThrownBy(() -> send("in")).hasRootCauseInstanceOf(TopicAuthorizationException.class);
    }

    private static long send(String topic) throws InterruptedException, ExecutionException {
        Map<String, Object> settings = new HashMap<>(client);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            return producer.send(new ProducerRecord<>(topic, new byte[1])).get().offset();
        }
    }

    @Test
    void anotherPasswordIsRefused() {
        Map<String, String> guessed = new HashMap<>(client);
        guessed.replace(
                "sasl.jaas.config",
                client.get("sasl.jaas.config").replaceAll("password=\"[^\"]*", "password=\"guessed"));
        assertThatThrownBy(() -> topics(guessed)).hasCauseInstanceOf(SaslAuthenticationException.class);
    }

    /** A client of Kafka would take the first bytes of the alert for the size of an answer, and allocate that much. */
    @Test
    void theListenerOfTheInstancesAnswersRequestsWithoutTlsWithAnAlert() throws Exception {
        assertThat(topics(client)).contains("in", "out");
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), brokers.port(0))) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(new byte[] {0, 0, 0, 10, 0, 18, 0, 0, 0, 0, 0, 1, -1, -1});
            assertThat(socket.getInputStream().read())
                    .as("the end of the connection, or the type of an alert")
                    .isIn(-1, TLS_ALERT);
        }
    }

    private static Set<String> topics(Map<String, String> settings) throws InterruptedException, ExecutionException {
        try (Admin admin = Admin.create(new HashMap<>(settings))) {
            return admin.listTopics().names().get();
        }
    }

    @Test
    void noPasswordIsInTheSettingsOfAClient() throws IOException {
        Properties secrets = new Properties();
        try (var in = Files.newBufferedReader(folder.resolve(USER + ".secrets"))) {
            secrets.load(in);
        }
        assertThat(secrets).hasSize(2);
        assertThat(client.values())
                .noneMatch(value -> secrets.values().stream().anyMatch(secret -> value.contains(secret.toString())));
        assertThat(new AbstractConfig(new ConfigDef(), client, false)
                        .originals().values().stream().map(Object::toString))
                .as("the secrets are those that the client uses")
                .anyMatch(value -> secrets.values().stream().anyMatch(secret -> value.contains(secret.toString())));
    }
}
