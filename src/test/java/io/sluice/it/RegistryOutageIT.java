package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.search.MeterNotFoundException;
import io.sluice.format.avro.AvroSample;
import io.sluice.schema.SchemaType;
import io.sluice.schema.StubRegistry;
import io.sluice.stream.StartException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The schema registry goes away while events with a new schema arrive, and comes back. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
final class RegistryOutageIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ID = "outage";
    private static final int KNOWN = 300;
    private static final int NEW = 200;

    /** Events that wait while the second schema becomes the latest one are read as that, so it must fit them. */
    private static final String FIRST = AvroSample.record("{\"name\": \"a\", \"type\": \"double\"}");

    private static final String SECOND = AvroSample.record(
            "{\"name\": \"note\", \"type\": \"string\", \"default\": \"\"}", "{\"name\": \"a\", \"type\": \"double\"}");

    @TempDir
    private static Path folder;

    @Test
    void eventsOfANewSchemaWaitForTheRegistryAndNothingIsLost() throws IOException {
        try (BrokerFixture broker = new BrokerFixture();
                StubRegistry registry = new StubRegistry()) {
            Pipeline.createTopics(broker, 2, ID);
            ChannelGru gru = ChannelGru.write(folder.resolve("model"), "a");
            Map<String, String> properties = Map.of(
                    "sluice.event.format",
                    "avro",
                    "sluice.schema.registry.url",
                    registry.url().toString());
            assertThatThrownBy(() -> Pipeline.start(broker, gru, ID, folder.resolve("state"), properties))
                    .isInstanceOf(StartException.class)
                    .hasMessageContaining("has no subject outage-events-value");
            int first = registry.register("outage-events-value", SchemaType.AVRO, FIRST);
            broker.send(records(first, FIRST, "{\"a\": %d}", 0, KNOWN));
            try (Pipeline pipeline = Pipeline.start(broker, gru, ID, folder.resolve("state"), properties)) {
                broker.await(Pipeline.predictions(ID), KNOWN, Pipeline.PATIENCE);
                int second = registry.register("outage-events-value", SchemaType.AVRO, SECOND);
                registry.stop();
                broker.send(records(first, FIRST, "{\"a\": %d}", KNOWN, 50)); // wait in front of the new ones, or not
                broker.send(records(second, SECOND, "{\"note\": \"n\", \"a\": %d}", KNOWN + 50, NEW));
                Awaitility.await("a thread that ended")
                        .atMost(Pipeline.PATIENCE)
                        .ignoreExceptionsInstanceOf(MeterNotFoundException.class)
                        .until(() -> pipeline.count("sluice.threads.replaced") >= 1);
                registry.startAgain();
                broker.await(Pipeline.predictions(ID), KNOWN + 50 + NEW, Pipeline.PATIENCE);
            }
            assertThat(broker.read(Pipeline.deadLetters(ID))).isEmpty();
            assertEachEventOnceInOrder(broker);
        }
    }

    private static List<ProducerRecord<byte[], byte[]>> records(
            int id, String schema, String json, int begin, int count) {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (int i = begin; i < begin + count; i++) {
            byte[] value = StubRegistry.framed(id, AvroSample.encode(schema, json.formatted(i)));
            records.add(new ProducerRecord<>(
                    Pipeline.events(ID), ("key-" + i % 5).getBytes(StandardCharsets.UTF_8), value));
        }
        return records;
    }

    /** The row that the model was fed begins with the reading, which counts the events. */
    private static void assertEachEventOnceInOrder(BrokerFixture broker) throws IOException {
        int[] next = {0, 1, 2, 3, 4};
        List<JsonNode> predictions = new ArrayList<>();
        for (var record : broker.read(Pipeline.predictions(ID))) {
            predictions.add(JSON.readTree(record.value()));
        }
        assertThat(predictions).hasSize(KNOWN + 50 + NEW);
        for (JsonNode prediction : predictions) {
            int key = Integer.parseInt(prediction.path("key").asText().substring("key-".length()));
            assertThat(prediction.path("input").path("a").asInt())
                    .as("%s", prediction)
                    .isEqualTo(next[key]);
            assertThat(prediction.path("step").asInt()).isEqualTo(next[key] / 5 + 1);
            next[key] += 5;
        }
    }
}
