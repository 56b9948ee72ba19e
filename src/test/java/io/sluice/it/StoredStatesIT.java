package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.stream.StartException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.Options;

/** Tests what becomes of stored states when something changes around them: partitions, topics or the model. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
final class StoredStatesIT {
    private static final List<String> KEYS = List.of("p", "q", "r", "s", "t", "u", "v", "w");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int EVENTS_A_KEY = 500;

    private static final Map<String, String> QUICK_TAKEOVER = Map.of(
            "rocksdb.config.setter", SmallWriteBuffer.class.getName(),
            "session.timeout.ms", "3000",
            "heartbeat.interval.ms", "500");

    @TempDir
    private static Path folder;

    private static BrokerFixture broker;
    private static ChannelGru gru;
    private static ChannelGru other;

    @BeforeAll
    static void start() throws IOException {
        broker = new BrokerFixture();
        gru = ChannelGru.write(folder.resolve("model"), "a");
        other = ChannelGru.write(folder.resolve("other"), "a", "b");
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @Test
    void moreInputPartitionsAreRefusedWithAdviceThatKeepsTheStates() throws Exception {
        String id = "grown";
        Pipeline.createTopics(broker, 2, id);
        scoreOnce(id, Map.of(), Pipeline.events(id), 1);
        try (Pipeline pipeline = Pipeline.start(broker, gru, id, folder.resolve(id), Map.of())) {
            broker.admin()
                    .createPartitions(Map.of(Pipeline.events(id), NewPartitions.increaseTo(5)))
                    .all()
                    .get();
            assertThat(pipeline.failure())
                    .isInstanceOf(StartException.class)
                    .hasMessageContaining(id + "-events has grown from 2 to 5 partitions")
                    .hasMessageContaining("set sluice.event.key");
        }

        assertThatThrownBy(() -> scoreOnce(id, Map.of(), Pipeline.events(id), 2))
                .isInstanceOf(StartException.class)
                .hasMessageContaining(id + "-events has 5 partitions, but the states are in 2")
                .hasMessageContaining("set sluice.event.key")
                .hasMessageContaining("a new topic with 2 partitions")
                .hasMessageContaining("another application.id");

        scoreOnce(id, Map.of("sluice.event.key", "/id"), Pipeline.events(id), 2);
        scoreOnce(id, Map.of("sluice.event.key", "/id"), Pipeline.events(id), 3);

        broker.createTopics(2, "grown-again");
        scoreOnce(id, Map.of("sluice.input.topic", "grown-again"), "grown-again", 4);
    }

    @Test
    void aSecondPipelineInTheSameGroupIsRefused() throws Exception {
        String id = "shared";
        Pipeline.createTopics(broker, 2, id);
        broker.createTopics(2, "shared-by-mistake");
        try (Pipeline first = Pipeline.start(broker, gru, id, folder.resolve(id), Map.of())) {
            Map<String, String> mistake = Map.of("sluice.input.topic", "shared-by-mistake");
            assertThatThrownBy(() -> Pipeline.start(broker, gru, id, folder.resolve("shared-2"), mistake))
                    .isInstanceOf(StartException.class)
                    .hasMessageStartingWith("another pipeline with application.id shared reads topic shared-events, and"
                            + " this one reads shared-by-mistake; set another application.id");
            assertThat(first.rowsACall())
                    .as("the first one goes on, without events")
                    .isZero();
        }
    }

    @Test
    void anotherApplicationIdBeginsWithoutStates() throws Exception {
        String id = "fresh";
        Pipeline.createTopics(broker, 2, id);
        scoreOnce(id, Map.of(), Pipeline.events(id), 1);
        Map<String, String> another = Map.of("application.id", "fresh-2");
        try (Pipeline pipeline = Pipeline.start(broker, gru, id, folder.resolve(id), another)) {
            assertThat(steps(id, 2 * KEYS.size())).hasSize(KEYS.size()).allSatisfy((key, step) -> assertThat(step)
                    .isEqualTo(1));
            assertThat(pipeline.rowsACall()).isPositive();
        }
    }

    /** Starts the pipeline, sends one event of each key, and checks that it is the key's step of that number. */
    private static void scoreOnce(String id, Map<String, String> properties, String topic, int step) {
        try (Pipeline pipeline = Pipeline.start(broker, gru, id, folder.resolve(id), properties)) {
            broker.send(events(topic));
            assertThat(steps(id, step * KEYS.size())).hasSize(KEYS.size()).allSatisfy((key, last) -> assertThat(last)
                    .isEqualTo(step));
            assertThat(pipeline.rowsACall()).isPositive();
        }
    }

    /** Waits for a number of predictions, and returns the last step of each key. */
    private static Map<String, Long> steps(String id, int predictions) {
        Map<String, Long> steps = new HashMap<>();
        broker.await(Pipeline.predictions(id), predictions, Pipeline.PATIENCE).stream()
                .map(record -> Prediction.parse(record.value()))
                .forEach(prediction -> steps.merge(prediction.key(), prediction.step(), Math::max));
        return steps;
    }

    private static List<ProducerRecord<byte[], byte[]>> events(String topic) {
        return KEYS.stream()
                .map(key -> new ProducerRecord<>(topic, bytes(key), bytes("{\"id\":\"" + key + "\",\"a\":1}")))
                .toList();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void aChangelogThatDeletesStatesIsRefused() throws Exception {
        String id = "deleting";
        Pipeline.createTopics(broker, 1, id);
        scoreOnce(id, Map.of("sluice.event.key", "/id"), Pipeline.events(id), 1);
        setCleanupPolicy(id + "-key-state-changelog", "compact,delete");
        assertThatThrownBy(() -> scoreOnce(id, Map.of("sluice.event.key", "/id"), Pipeline.events(id), 2))
                .isInstanceOf(StartException.class)
                .hasMessage("topic deleting-key-state-changelog has cleanup.policy compact,delete, so the broker would"
                        + " delete states; set it to compact");
        setCleanupPolicy(id + "-key-state-changelog", "compact");
        setCleanupPolicy(id + "-keyed-events-repartition", "compact");
        assertThatThrownBy(() -> scoreOnce(id, Map.of("sluice.event.key", "/id"), Pipeline.events(id), 2))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("deleting-keyed-events-repartition has cleanup.policy compact, so");
    }

    private static void setCleanupPolicy(String topic, String policy) throws InterruptedException, ExecutionException {
        Collection<AlterConfigOp> set =
                List.of(new AlterConfigOp(new ConfigEntry("cleanup.policy", policy), AlterConfigOp.OpType.SET));
        broker.admin()
                .incrementalAlterConfigs(Map.of(new ConfigResource(ConfigResource.Type.TOPIC, topic), set))
                .all()
                .get();
    }

    @Test
    void theStartSaysWhatBecomesOfTheStatesOfAnotherModel() throws Exception {
        String id = "changed";
        Pipeline.createTopics(broker, 2, id);
        scoreOnce(id, Map.of(), Pipeline.events(id), 1);
        try (Child same = run(id, gru, mismatch("reset"))) {
            stopAfterStart(same);
            assertThat(same.errors()).doesNotContain(" WARN ");
        }
        try (Child reset = run(id, other, mismatch("reset"))) {
            stopAfterStart(reset);
            assertThat(reset.output()).doesNotContain("another model");
            assertThat(reset.errors())
                    .containsOnlyOnce(
                            "Z WARN  PipelineLog: another model wrote the stored states; sluice.state.mismatch=reset: each key"
                                    + " starts again at its next event");
        }
        try (Child carry = run(id, other, mismatch("carry"))) {
            stopAfterStart(carry);
            assertThat(carry.errors())
                    .containsOnlyOnce(
                            "Z WARN  PipelineLog: another model wrote the stored states; sluice.state.mismatch=carry: keys continue"
                                    + " from them");
        }
    }

    private static void stopAfterStart(Child run) throws InterruptedException {
        run.awaitStarted();
        assertThat(run.stop(PATIENCE)).isPositive();
    }

    @Test
    void aStateThatMayNotBeResetEndsTheProcessWithOneLineOfSluice() throws Exception {
        String id = "failing";
        Pipeline.createTopics(broker, 2, id);
        scoreOnce(id, Map.of(), Pipeline.events(id), 1);
        try (Child run = run(id, other, mismatch("fail"))) {
            run.awaitStarted();
            Awaitility.await().atMost(PATIENCE).until(() -> run.errors()
                    .contains(
                            "Z WARN  PipelineLog: the next event of an old key will end the process: a stored state was"
                                    + " written by another model"));
            broker.send(events(Pipeline.events(id)));
            assertThat(run.exitCode(PATIENCE)).as("%s", run).isEqualTo(1);
            assertThat(run.errors())
                    .containsOnlyOnce("Z WARN  ThreadRecovery: StreamThread-1 ended: ")
                    .doesNotContain("Z ERROR ");
            assertThat(run.report()).as("%s", run).singleElement().satisfies(line -> assertThat(line)
                    .startsWith("sluice: the pipeline stopped: a stored state was written by another model")
                    .contains("set sluice.state.mismatch=reset"));
        }
    }

    @Test
    void aKilledProcessFindsItsStatesOnDisk() throws Exception {
        String id = "killed";
        String before = killedWithStatesOnDisk(id, Map.of());
        assertThat(identityAfterOneMoreEvent(id)).isEqualTo(before);
    }

    /** Without transactions, the files may hold changes that were never committed. */
    @Test
    void statesOfAProcessKilledWithoutTransactionsAreRebuilt() throws Exception {
        String id = "killed-without";
        String before = killedWithStatesOnDisk(id, Map.of("enable.transactional.statestores", "false"));
        assertThat(identityAfterOneMoreEvent(id)).isNotEqualTo(before);
    }

    /**
     * Kills a process after RocksDB has written states of its events to a file.
     *
     * @return the identity of the store: RocksDB writes it once, when it creates the files
     */
    private static String killedWithStatesOnDisk(String id, Map<String, String> properties) throws Exception {
        Pipeline.createTopics(broker, 1, id);
        Map<String, String> all = new HashMap<>(QUICK_TAKEOVER);
        all.putAll(properties);
        List<ProducerRecord<byte[], byte[]>> events = new ArrayList<>();
        for (int i = 0; i < EVENTS_A_KEY; i++) {
            events.addAll(events(Pipeline.events(id)));
        }
        try (Child run = run(id, gru, all)) {
            broker.send(events);
            assertThat(steps(id, events.size())).hasSize(KEYS.size());
            Awaitility.await("a table of RocksDB").atMost(PATIENCE).until(() -> hasTable(id));
            String identity = identity(id);
            run.kill();
            return identity;
        }
    }

    private static String identityAfterOneMoreEvent(String id) throws Exception {
        try (Child run = run(id, gru, QUICK_TAKEOVER)) {
            broker.send(events(Pipeline.events(id)));
            assertThat(steps(id, (EVENTS_A_KEY + 1) * KEYS.size()))
                    .as("%s", run)
                    .hasSize(KEYS.size())
                    .allSatisfy((key, step) -> assertThat(step).isEqualTo(EVENTS_A_KEY + 1));
            String identity = identity(id);
            run.stop(PATIENCE);
            return identity;
        }
    }

    /** Writes the states of a few hundred events to a file, not only those of thousands. */
    public static final class SmallWriteBuffer implements RocksDBConfigSetter {
        @Override
        public void setConfig(String store, Options options, Map<String, Object> configs) {
            options.setWriteBufferSize(64 << 10);
        }

        @Override
        public void close(String store, Options options) {
            // Nothing was opened.
        }
    }

    private static String identity(String id) throws IOException {
        return Files.readString(store(id).resolve("IDENTITY"));
    }

    private static boolean hasTable(String id) throws IOException {
        try (DirectoryStream<Path> tables = Files.newDirectoryStream(store(id), "*.sst")) {
            return tables.iterator().hasNext();
        }
    }

    /** Returns the folder of the first partition's store that {@link #run} has written. */
    private static Path store(String id) {
        return runFolder(id).resolve(Path.of(id, "0_0", "rocksdb", "key-state"));
    }

    private static Path runFolder(String id) {
        return folder.resolve(id + "-run");
    }

    private static Map<String, String> mismatch(String mode) {
        return Map.of("sluice.state.mismatch", mode);
    }

    private static Child run(String id, ChannelGru model, Map<String, String> more) throws IOException {
        Map<String, String> properties = new HashMap<>(Map.of(
                "bootstrap.servers", broker.bootstrapServers(),
                "application.id", id,
                "state.dir", runFolder(id).toString(),
                "sluice.model", model.folder().toString(),
                "sluice.input.topic", Pipeline.events(id),
                "sluice.output.topic", Pipeline.predictions(id),
                "sluice.dead.letter.topic", Pipeline.deadLetters(id),
                "sluice.http.port", "0"));
        properties.putAll(more);
        List<String> arguments = new ArrayList<>(List.of("run"));
        arguments.add(Child.properties(Files.createTempFile(folder, "run-", ".properties"), properties)
                .toString());
        return Child.sluice(folder, arguments.toArray(String[]::new));
    }
}
