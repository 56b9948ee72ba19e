package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.broker.EmbeddedBroker;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TopicsCommandIT {
    private static EmbeddedBroker broker;

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void startBroker() {
        broker = EmbeddedBroker.startTemporary();
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @Test
    void aMissingTopicIsCreatedOnceAndIsThenTheSame() {
        assertThat(topics("show", "--check", "topics/dead-letters.yaml")).isEqualTo(1);
        assertThat(out.toString().lines()).containsExactly("missing sluice-dead-letters");
        assertThat(topics("apply", "--check", "topics/dead-letters.yaml", "topics/sensor.yaml"))
                .isZero();
        assertThat(out.toString().lines())
                .containsExactly(
                        "created sluice-dead-letters",
                        "created sensor-events",
                        "created sensor-predictions",
                        "created sensor-alerts");
        assertThat(topics("show", "--check", "topics/dead-letters.yaml")).isZero();
        assertThat(out.toString().lines())
                .containsExactly("same    sluice-dead-letters: partitions 4, replicas 1, max.message.bytes 16777216,"
                        + " retention.ms 2592000000");
    }

    @Test
    void aDifferenceIsPrintedAndNotChanged() throws IOException {
        assertThat(topics("apply", file("partitions: 2", "retention.ms: 60000")))
                .isZero();
        String changed = file("partitions: 3", "retention.ms: 90000");
        assertThat(topics("apply", changed)).isZero();
        assertThat(topics("apply", "--check", changed)).isEqualTo(1);
        assertThat(out.toString().lines())
                .containsExactly(
                        "differs readings: partitions: file 3, broker 2",
                        "differs readings: retention.ms: file 90000, broker 60000");
    }

    @Test
    void anUnknownTopicSettingIsOneError() throws IOException {
        String file = file("topicName: misconfigured", "retention.sm: 1");
        assertThat(topics("apply", file)).isEqualTo(1);
        assertThat(err.toString().lines()).singleElement().asString().contains("misconfigured", "retention.sm");
    }

    @Test
    void aBrokerThatDoesNotAnswerIsAnErrorAfterTenSeconds() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            long started = System.nanoTime();
            String server = "127.0.0.1:" + silent.getLocalPort();
            assertThat(sluice("topics", "show", "topics/sensor.yaml", "--bootstrap-server", server))
                    .isEqualTo(1);
            assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(12));
            assertThat(err.toString().lines())
                    .singleElement()
                    .asString()
                    .startsWith("sluice: no Kafka broker answered on " + server + " within 10 s");
        }
    }

    @Test
    void anInvalidAddressIsAUsageError() {
        assertThat(sluice("topics", "show", "topics/sensor.yaml", "--bootstrap-server", "nowhere"))
                .isEqualTo(2);
        assertThat(err.toString().lines()).singleElement().asString().contains("nowhere");
    }

    @Test
    void aMissingFileIsAUsageError() {
        assertThat(topics("apply", "topics/none.yaml")).isEqualTo(2);
        assertThat(err.toString()).startsWith("sluice topics: file topics/none.yaml does not exist");
    }

    @Test
    void aFolderIsAUsageErrorThatAsksForItsFiles() {
        assertThat(topics("apply", "topics")).isEqualTo(2);
        assertThat(err.toString())
                .startsWith("sluice topics: topics is a folder; give the topic files in it, for example topics/*.yaml");
    }

    @Test
    void aTopicDescribedTwiceIsAUsageError() {
        assertThat(topics("show", "topics/sensor.yaml", "./topics/sensor.yaml")).isEqualTo(2);
        assertThat(err.toString()).contains("sensor-events a second time");
    }

    private String file(String spec, String config) throws IOException {
        return Files.writeString(folder.resolve("topics.yaml"), """
                apiVersion: kafka.strimzi.io/v1beta2
                kind: KafkaTopic
                metadata: {name: readings}
                spec:
                  %s
                  config:
                    %s
                """.formatted(spec, config))
                .toString();
    }

    private int topics(String action, String... args) {
        String[] all = new String[args.length + 4];
        all[0] = "topics";
        all[1] = action;
        all[2] = "--bootstrap-server";
        all[3] = broker.bootstrapServers();
        System.arraycopy(args, 0, all, 4, args.length);
        return sluice(all);
    }

    private int sluice(String... args) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(args);
    }
}
