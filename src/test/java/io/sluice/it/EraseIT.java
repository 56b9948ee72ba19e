package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.erase.EraseCommand;
import io.sluice.stream.KeyStates;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Tests that an erased key leaves nothing in a running pipeline. */
final class EraseIT {
    private static final long TIME = System.currentTimeMillis() - 60_000; // old times would make Kafka compact
    private static final int EVENTS = 6;

    @TempDir
    private static Path folder;

    private static BrokerFixture broker;
    private static ChannelGru gru;

    private final StringWriter out = new StringWriter();

    @BeforeAll
    static void start() throws IOException {
        broker = new BrokerFixture();
        gru = ChannelGru.write(folder.resolve("model"), "a", "b", "c");
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    private int erase(String id, String key, String... args) throws IOException {
        Map<String, String> properties = new HashMap<>(Pipeline.properties(broker, id));
        properties.put("sluice.model", gru.folder().toString());
        return new CommandLine(new EraseCommand())
                .setOut(new PrintWriter(out, true))
                .execute(CommandArguments.of(folder, properties, key, args));
    }

    /** Makes events of two keys in all partitions. The keys of the records are those of the events. */
    private static List<ProducerRecord<byte[], byte[]>> events(String id) {
        List<ProducerRecord<byte[], byte[]>> events = new ArrayList<>();
        for (int i = 0; i < EVENTS; i++) {
            for (String key : List.of("gone", "kept")) {
                String event = "{\"id\":\"" + key + "\",\"timestamp\":" + (TIME + i) + ",\"a\":" + i + "}";
                events.add(new ProducerRecord<>(Pipeline.events(id), i % 3, TIME + i, bytes(key), bytes(event)));
            }
        }
        return events;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static List<ConsumerRecord<byte[], byte[]>> changelog(String id, String key) {
        return broker.read(id + "-key-state-changelog").stream()
                .filter(record -> new String(record.key(), StandardCharsets.UTF_8).equals(key))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/id"})
    void anErasedKeyHasNoStateInAnyPartitionAndTheOthersKeepTheirs(String eventKey) throws IOException {
        String id = eventKey.isEmpty() ? "erase" : "erase-keyed";
        Map<String, String> properties = eventKey.isEmpty() ? Map.of() : Map.of("sluice.event.key", eventKey);
        Pipeline.createTopics(broker, 3, id);
        broker.send(events(id));
        try (Pipeline pipeline = Pipeline.start(broker, gru, id, folder.resolve(id), properties)) {
            broker.await(Pipeline.predictions(id), 2 * EVENTS, Pipeline.PATIENCE);
            KeyStates.Answer gone = pipeline.find("gone");
            KeyStates.Found kept = (KeyStates.Found) pipeline.find("kept");
            assertThat(gone).isInstanceOf(KeyStates.Found.class);
            int before = changelog(id, "kept").size();

            assertThat(erase(id, "gone", "--wait", "60")).as(out.toString()).isZero();

            assertThat(pipeline.find("gone")).isInstanceOf(KeyStates.Absent.class);
            KeyStates.Found after = (KeyStates.Found) pipeline.find("kept");
            assertThat(after.state().bytes()).isEqualTo(kept.state().bytes());
            assertThat(after.streamTime()).as("stream time").isEqualTo(kept.streamTime());
            assertThat(changelog(id, "kept")).hasSize(before);
            assertThat(changelog(id, "gone").stream()
                            .filter(record -> record.value() == null)
                            .count())
                    .isEqualTo(3);
            assertThat(changelog(id, "gone")).last().matches(record -> record.value() == null);
        }
        assertThat(out.toString())
                .contains("sent 3 records with the key gone and without a value: one to each partition of ")
                .contains("the pipeline has deleted the state")
                .contains("  " + id + "-key-state-changelog: older records are gone when Kafka compacts")
                .contains("  " + Pipeline.predictions(id) + ": gone at the latest 14 d after the last record");
    }

    @Test
    void aDryRunSendsNothing() throws IOException {
        String id = "dry";
        Pipeline.createTopics(broker, 2, id);
        assertThat(erase(id, "gone", "--dry-run")).as(out.toString()).isZero();
        assertThat(out.toString()).contains("would send 2 records with the key gone");
        assertThat(broker.read(Pipeline.events(id))).isEmpty();
    }

    @Test
    void waitingForAPipelineThatNeverRanIsRefusedBeforeAnythingIsSent() throws IOException {
        String id = "never-ran";
        Pipeline.createTopics(broker, 2, id);
        assertThat(erase(id, "gone", "--wait", "5")).isEqualTo(1);
        assertThat(broker.read(Pipeline.events(id))).isEmpty();
    }
}
