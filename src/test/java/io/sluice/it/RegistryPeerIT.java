package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Confluent's client for Python writes readings with the schema registry Apicurio, and bad records among them. The
 * schema changes while the pipeline runs. The predictions are those of the same readings in JSON.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class RegistryPeerIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NEEDED =
            "import confluent_kafka.schema_registry.avro, confluent_kafka.schema_registry.protobuf,"
                    + " confluent_kafka.schema_registry.json_schema";
    private static final int BEFORE = 300;
    private static final int EVENTS = 500;

    @TempDir
    private static Path folder;

    private static Path peer;
    private static ApicurioRegistry registry;
    private static BrokerFixture broker;
    private static ChannelGru gru;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        assumeTrue(
                python("-c", NEEDED) == 0,
                "python3 cannot import Confluent's client; pip install"
                        + " \"confluent-kafka[avro,json,protobuf,schemaregistry]\"");
        peer = folder.resolve("registry_peer.py");
        try (InputStream program = RegistryPeerIT.class.getResourceAsStream("registry_peer.py")) {
            Files.copy(program, peer);
        }
        registry = ApicurioRegistry.start(Files.createDirectory(folder.resolve("registry")));
        broker = new BrokerFixture();
        gru = ChannelGru.write(folder.resolve("model"), "temperature", "pressure", "vibration");
    }

    @AfterAll
    static void stop() {
        if (broker != null) {
            broker.close();
        }
        if (registry != null) {
            registry.close();
        }
    }

    private static int python(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("python3"));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("python.log").toFile())
                .start()
                .waitFor();
    }

    private static void send(String format, String part) throws IOException, InterruptedException {
        int exit = python(
                peer.toString(),
                format,
                broker.bootstrapServers(),
                registry.url(),
                Pipeline.events(format),
                Pipeline.events(format + "-as-json"),
                part);
        assertThat(exit).as(Files.readString(folder.resolve("python.log"))).isZero();
    }

    /**
     * Each bad record is sent ten times. In JSON Schema the id is all that a cut record has, and garbage is no JSON.
     */
    @ParameterizedTest
    @CsvSource({
        "avro, 'bad-encoding 20, no-schema-id 10, unknown-schema 10'",
        "protobuf, 'bad-encoding 20, no-schema-id 10, unknown-schema 10'",
        "json-schema, 'empty 10, no-schema-id 10, not-json 10, unknown-schema 10'"
    })
    void theRegistryOfAnotherProjectAndAClientInPythonGiveThePredictionsOfJson(String format, String dead)
            throws IOException, InterruptedException {
        Pipeline.createTopics(broker, 1, format);
        Pipeline.createTopics(broker, 1, format + "-as-json");
        send(format, "before");
        List<String> registered = predictions(
                format,
                Map.of("sluice.event.format", format, "sluice.schema.registry.url", registry.url()),
                () -> send(format, "after"));
        assertThat(registered).isEqualTo(predictions(format + "-as-json", Map.of(), () -> {}));
        assertThat(deadLetters(format)).isEqualTo(dead);
    }

    private interface Step {
        void run() throws IOException, InterruptedException;
    }

    private static List<String> predictions(String id, Map<String, String> properties, Step between)
            throws IOException, InterruptedException {
        try (Pipeline pipeline = Pipeline.start(broker, gru, id, folder.resolve("state-" + id), properties)) {
            broker.await(Pipeline.predictions(id), BEFORE, Pipeline.PATIENCE);
            between.run();
            broker.awaitConsumed(id, Pipeline.PATIENCE, Pipeline.events(id));
            assertThat(pipeline.count("sluice.predictions")).isGreaterThanOrEqualTo(EVENTS);
        }
        List<String> predictions = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : broker.read(Pipeline.predictions(id))) {
            ObjectNode prediction = (ObjectNode) JSON.readTree(record.value());
            prediction.remove("source");
            predictions.add(prediction.toString());
        }
        assertThat(predictions).hasSize(EVENTS);
        return predictions;
    }

    private static String deadLetters(String id) {
        Map<String, Long> reasons = broker.read(Pipeline.deadLetters(id)).stream()
                .map(record ->
                        new String(record.headers().lastHeader("sluice.reason").value(), StandardCharsets.UTF_8))
                .collect(Collectors.groupingBy(reason -> reason, TreeMap::new, Collectors.counting()));
        return reasons.entrySet().stream()
                .map(reason -> reason.getKey() + " " + reason.getValue())
                .collect(Collectors.joining(", "));
    }
}
