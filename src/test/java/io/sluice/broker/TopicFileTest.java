package io.sluice.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TopicFileTest {
    @TempDir
    private Path folder;

    @Test
    void theShippedFilesContainTheTopicsOfTheShippedConfigurations() throws IOException {
        List<TopicSpec> topics = new ArrayList<>();
        try (Stream<Path> files = Files.list(Path.of("topics"))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".yaml")).toList()) {
                topics.addAll(TopicFile.read(file));
            }
        }
        assertThat(topics)
                .extracting(TopicSpec::name)
                .containsExactlyInAnyOrder(
                        "sensor-events",
                        "sensor-predictions",
                        "sensor-alerts",
                        "machine-events",
                        "machine-predictions",
                        "machine-alerts",
                        "text-events",
                        "text-predictions",
                        "item-events",
                        "item-predictions",
                        "sluice-dead-letters");
        assertThat(topics).allSatisfy(topic -> {
            assertThat(topic.partitions()).contains(4);
            assertThat(topic.replicas()).isEmpty();
        });
    }

    @Test
    void bothVersionsAndSeveralDocumentsAreRead() throws IOException {
        assertThat(read("""
                ---
                apiVersion: kafka.strimzi.io/v1beta2
                kind: KafkaTopic
                metadata: {name: readings}
                spec: {partitions: 3, replicas: 2, config: {retention.ms: 60000, cleanup.policy: compact}}
                ---
                apiVersion: kafka.strimzi.io/v1
                kind: KafkaTopic
                metadata: {name: other, labels: {strimzi.io/cluster: kafka}}
                spec: {}
                ---
                """))
                .containsExactly(
                        new TopicSpec(
                                "readings",
                                Optional.of(3),
                                Optional.of((short) 2),
                                Map.of("retention.ms", "60000", "cleanup.policy", "compact")),
                        new TopicSpec("other", Optional.empty(), Optional.empty(), Map.of()));
    }

    @Test
    void theTopicNameTakesPrecedenceOverTheResourceName() throws IOException {
        assertThat(read(topic("topicName: Readings_2")))
                .extracting(TopicSpec::name)
                .containsExactly("Readings_2");
    }

    @Test
    void theErrorForAMisspeltFieldNamesFileAndDocument() {
        assertError(
                topic("{}") + "---\n" + topic("partition: 4"), "document 2", "unknown field 'partition'", "partitions");
    }

    @Test
    void anotherKindOfResourceIsAnError() {
        assertError(topic("{}").replace("KafkaTopic", "Kafka"), "document 1", "kind is Kafka;");
    }

    @Test
    void anUnknownVersionIsAnError() {
        assertError(
                topic("{}").replace("io/v1", "io/v2"), "apiVersion is kafka.strimzi.io/v2", "kafka.strimzi.io/v1beta2");
    }

    @Test
    void anInvalidCountIsAnError() {
        assertError(topic("partitions: many"), "spec.partitions is \"many\"");
        assertError(topic("partitions: 0"), "spec.partitions is 0");
        assertError(topic("replicas: 40000"), "spec.replicas is 40000", "32767");
        assertError(topic("replicas: 1.5"), "spec.replicas is 1.5");
    }

    @Test
    void aNameThatKafkaRejectsIsAnError() {
        assertError(topic("topicName: sensor events"), "'sensor events'");
    }

    @Test
    void aSettingWithoutAValueIsAnError() {
        assertError(topic("config: {retention.ms: }"), "spec.config.retention.ms is a null");
    }

    @Test
    void aDuplicateFieldIsAnError() {
        assertError(topic("{partitions: 1, partitions: 2}"), "not YAML", "Duplicate field 'partitions'");
    }

    @Test
    void theErrorForInvalidYamlNamesTheLine() {
        assertError("apiVersion: [\n", "not YAML", "line");
    }

    @Test
    void aFileWithoutTopicsIsAnError() {
        assertError("# nothing\n", "no KafkaTopic");
    }

    private static String topic(String spec) {
        return "apiVersion: kafka.strimzi.io/v1\nkind: KafkaTopic\nmetadata:\n  name: readings\nspec:\n  " + spec
                + "\n";
    }

    private List<TopicSpec> read(String yaml) throws IOException {
        return TopicFile.read(Files.writeString(folder.resolve("topics.yaml"), yaml));
    }

    private void assertError(String yaml, String... parts) {
        assertThatThrownBy(() -> read(yaml))
                .isInstanceOf(TopicFileException.class)
                .hasMessageStartingWith(folder.resolve("topics.yaml") + ", document ")
                .hasMessageContainingAll(parts);
    }
}
