package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.letters.DeadLettersCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Tests what becomes of letters that go back to a running pipeline. */
final class RedriveIT {
    private static final String EVENT = "{\"id\":\"inner\",\"timestamp\":1772366400000,\"a\":1,\"b\":2,\"c\":3}";

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

    private int redrive(String id, String... args) throws IOException {
        out.getBuffer().setLength(0);
        Map<String, String> properties = new HashMap<>(Pipeline.properties(broker, id));
        properties.put("sluice.model", gru.folder().toString());
        CommandLine command = new CommandLine(new DeadLettersCommand()).setOut(new PrintWriter(out, true));
        return command.execute(CommandArguments.of(folder, properties, "redrive", args));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void aLetterThatComesBackCountsItsRedrivesAndIsSentAgainOnlyWithAgain() throws IOException {
        String id = "returned";
        Pipeline.createTopics(broker, 2, id);
        broker.send(List.of(new ProducerRecord<>(Pipeline.events(id), 1, bytes("k"), bytes("no JSON"))));
        try (Pipeline pipeline = Pipeline.start(broker, gru, id, folder.resolve(id), Map.of())) {
            broker.await(Pipeline.deadLetters(id), 1, Pipeline.PATIENCE);
            assertThat(redrive(id)).as(out.toString()).isZero();
            List<ConsumerRecord<byte[], byte[]>> letters = broker.await(Pipeline.deadLetters(id), 2, Pipeline.PATIENCE);
            assertThat(Audit.header(letters.get(1).headers(), "sluice-redriven"))
                    .isEqualTo("1");
            assertThat(letters.get(1).value()).isEqualTo(bytes("no JSON"));

            assertThat(redrive(id)).as(out.toString()).isZero();
            assertThat(out.toString())
                    .contains("sent 0 of 2 chosen letters")
                    .contains("not sent: 1 letter, sent back already")
                    .contains("not sent: 1 letter, rejected again after 1 redrive; --again 2 allows another one");
            assertThat(redrive(id, "--again", "2")).as(out.toString()).isZero();
            letters = broker.await(Pipeline.deadLetters(id), 3, Pipeline.PATIENCE);
            assertThat(Audit.header(letters.get(2).headers(), "sluice-redriven"))
                    .isEqualTo("2");
            assertThat(pipeline.count("sluice.dead.letters")).isEqualTo(3);
        }
    }

    @Test
    void aLetterOfTheRepartitionTopicGoesBackToTheInputAndIsScored() throws IOException {
        String id = "keyed";
        broker.createTopics(2, Pipeline.events(id), Pipeline.deadLetters(id));
        broker.createTopics(2, Map.of("max.message.bytes", "16384"), Pipeline.predictions(id));
        Map<String, String> keyed = Map.of("sluice.event.key", "/id");
        ProducerRecord<byte[], byte[]> event =
                new ProducerRecord<>(Pipeline.events(id), 1, 1_772_366_400_000L, bytes("outer"), bytes(EVENT));
        event.headers().add("mine", new byte[20_000]); // a prediction has the headers of its event
        broker.send(List.of(event));
        try (Pipeline pipeline = Pipeline.start(broker, gru, id, folder.resolve(id), keyed)) {
            List<ConsumerRecord<byte[], byte[]>> letters = broker.await(Pipeline.deadLetters(id), 1, Pipeline.PATIENCE);
            assertThat(Audit.header(letters.get(0).headers(), "sluice.reason")).isEqualTo("prediction-too-large");
            assertThat(pipeline.count("sluice.dead.letters")).isEqualTo(1);
        }
        broker.allowLargeMessages(Pipeline.predictions(id));
        try (Pipeline pipeline = Pipeline.start(broker, gru, id, folder.resolve(id), keyed)) {
            assertThat(redrive(id)).as(out.toString()).isZero();
            List<ConsumerRecord<byte[], byte[]>> predictions =
                    broker.await(Pipeline.predictions(id), 1, Pipeline.PATIENCE);
            assertThat(Prediction.parse(predictions.get(0).value()).key()).isEqualTo("inner");
            assertThat(predictions.get(0).headers().lastHeader("sluice-redriven"))
                    .isNull();
            assertThat(pipeline.count("sluice.dead.letters")).isZero();
        }
        List<ConsumerRecord<byte[], byte[]>> events = broker.read(Pipeline.events(id));
        assertThat(events).hasSize(2).allMatch(sent -> sent.partition() == 1);
        assertThat(events.get(1).key()).isEqualTo(bytes("outer"));
        assertThat(events.get(1).timestamp()).isEqualTo(events.get(0).timestamp());
    }
}
