package io.sluice.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.config.PropertySources;
import io.sluice.config.SluiceConfig;
import io.sluice.distribution.ComposeFile.Service;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Starts the services of the compose file in their order, and checks that they turn events into predictions. */
@Timeout(value = 8, unit = TimeUnit.MINUTES)
final class ComposeIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(90);
    private static final int SIGTERM = 128 + 15;

    /** An event for each pipeline, by the name of its service. */
    private static final Map<String, String> EVENTS =
            Map.of("sensors", "{\"value\": 20.5}", "text", "{\"text\": \"What a fine day.\"}");

    @TempDir
    private static Path folder;

    @Test
    void everyServiceStartsAsTheFileDescribesAndEventsBecomePredictions() throws Exception {
        assumeTrue(isOnPath("curl"), "the image's health check needs curl");
        ComposeFile compose = ComposeFile.read();
        Path home = Distribution.unpack(Files.createDirectory(folder.resolve("image")));
        try (LocalServices services = new LocalServices(compose, Dockerfile.read(), folder, home)) {
            services.startBroker();
            services.awaitHealthy("kafka", services::isBrokerHealthy);
            assertThat(services.runToEnd(compose.service("topics")))
                    .contains("created sensor-predictions", "created text-predictions", "created sluice-dead-letters");
            assertThat(services.runToEnd(compose.service("token"))).isEmpty();
            Path secret = Path.of(services.translate("/secrets/token"));
            String token = Files.readString(secret);
            assertThat(token).matches("[A-Za-z0-9_-]{32}");
            services.runToEnd(compose.service("token"));
            assertThat(secret).as("the token after another start").hasContent(token);

            List<Service> pipelines = compose.pipelines().stream()
                    .filter(pipeline -> pipeline.profiles().isEmpty())
                    .toList();
            assertThat(pipelines).extracting(Service::name).containsExactlyInAnyOrderElementsOf(EVENTS.keySet());
            for (Service pipeline : pipelines) {
                assertThat(services.isHealthy(pipeline)).isFalse();
                services.start(pipeline);
                services.awaitHealthy(pipeline.name(), () -> services.isHealthy(pipeline));
                requirePrediction(pipeline, services.translate("localhost:9092"));
                URI status = services.address(pipeline, "/api/status");
                assertThat(answer(status, "another-token-of-this-size")).isEqualTo(401);
                assertThat(answer(status, token)).isEqualTo(200);
                assertThat(services.volume(pipeline.name())).isNotEmptyDirectory();
            }
            for (Service pipeline : pipelines) {
                assertThat(services.stop(pipeline.name()))
                        .as(services.output(pipeline.name()))
                        .isZero();
            }
            assertThat(services.stop("kafka")).isEqualTo(SIGTERM);
        }
    }

    private static int answer(URI address, String token) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(address)
                .header("Authorization", "Bearer " + token)
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private static boolean isOnPath(String command) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
                .anyMatch(path -> Files.isExecutable(Path.of(path, command)));
    }

    /** Sends an event as a program on this machine would, and waits for its prediction. */
    private static void requirePrediction(Service pipeline, String broker) throws Exception {
        SluiceConfig config = PropertySources.load(Path.of(pipeline.command().get(1)), Map.of(), Map.of());
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker), new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(config.inputTopics().get(0), "a-key", EVENTS.get(pipeline.name())))
                    .get();
        }
        JsonNode prediction = JSON.readTree(firstOf(config.outputTopic(), broker));
        assertThat(prediction.required("key").textValue()).isEqualTo("a-key");
        assertThat(prediction.required("step").intValue()).isEqualTo(1);
        assertThat(config.model()).endsWith(prediction.required("model").textValue());
    }

    private static byte[] firstOf(String topic, String broker) {
        Map<String, Object> properties = Map.of(
                "bootstrap.servers",
                broker,
                "group.id",
                "compose-" + topic,
                "auto.offset.reset",
                "earliest",
                "isolation.level",
                "read_committed");
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of(topic));
            List<ConsumerRecord<String, String>> records = new ArrayList<>();
            Awaitility.await(topic).atMost(TIMEOUT).until(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
                return !records.isEmpty();
            });
            return records.get(0).value().getBytes(StandardCharsets.UTF_8);
        }
    }
}
