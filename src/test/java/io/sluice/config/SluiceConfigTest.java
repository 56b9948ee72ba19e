package io.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.event.TimestampUnit;
import io.sluice.model.Manifest;
import io.sluice.model.TimestampField;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SluiceConfigTest {
    private static final Map<String, String> NEEDED = Map.of(
            "bootstrap.servers", "localhost:9092",
            "application.id", "app",
            "sluice.model", "models/m",
            "sluice.input.topic", "a, b",
            "sluice.output.topic", "out");

    private static SluiceConfig with(String key, String value) {
        Map<String, String> properties = new HashMap<>(NEEDED);
        properties.put(key, value);
        return new SluiceConfig(properties);
    }

    @Test
    void aDigestThatIsNoSha256IsRefused() {
        String digest = "a".repeat(64);
        assertThat(with("sluice.model.sha256", digest + ", " + digest).modelSha256())
                .containsExactly(digest, digest);
        assertThat(new SluiceConfig(NEEDED).modelSha256()).isEmpty();
        assertThatThrownBy(() -> with("sluice.model.sha256", digest.toUpperCase(Locale.ROOT)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("a SHA-256 has 64 lower-case hexadecimal digits");
    }

    @Test
    void defaultsAreAsDocumented() {
        SluiceConfig config = new SluiceConfig(NEEDED);
        assertThat(config.inputTopics()).containsExactly("a", "b");
        assertThat(config.deadLetterTopic()).isEqualTo("sluice-dead-letters");
        assertThat(config.stateStore()).isEqualTo(SluiceConfig.StateStore.ROCKSDB);
        assertThat(config.streamsProperties()).containsEntry("processing.guarantee", "exactly_once_v2");
    }

    @ParameterizedTest
    @CsvSource({
        "sluice.modle,sluice.model",
        "sluice.state.ttl,sluice.state.ttl.ms",
        "sluice.http.prot,sluice.http.port",
        "sluice.event.feild.temp,sluice.event.field.temp"
    })
    void anUnknownKeyIsAnErrorThatNamesTheNearestKnownKey(String misspelt, String nearest) {
        assertThatThrownBy(() -> with(misspelt, "1"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(misspelt)
                .hasMessageContaining("did you mean " + nearest + "?");
    }

    @ParameterizedTest
    @CsvSource({
        "num.stream.thread,num.stream.threads",
        "commit.interval,commit.interval.ms",
        "consumer.max.pol.records,consumer.max.poll.records",
        "main.consumer.fetch.min.byte,main.consumer.fetch.min.bytes",
        "producer.lingerms,producer.linger.ms",
        "topic.min.insync.replica,topic.min.insync.replicas",
        "sasl.jaas.confg,sasl.jaas.config"
    })
    void aMisspeltKeyOfKafkaIsNamedWithTheNearestKnownKey(String misspelt, String nearest) {
        assertThat(with(misspelt, "1000").unknownKeys()).containsExactly(misspelt + " (did you mean " + nearest + "?)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "num.stream.threads",
                "consumer.max.poll.records",
                "restore.consumer.max.poll.records",
                "producer.linger.ms",
                "admin.retries",
                "topic.min.insync.replicas",
                "max.request.size",
                "client.tag.zone",
                "probing.rebalance.interval.ms"
            })
    void aKnownKeyOfKafkaIsNotUnknown(String key) {
        assertThat(with(key, "60000").unknownKeys()).isEmpty();
    }

    @Test
    void theKeyOfAPlugInIsNamedAlone() {
        assertThat(with("acme.reporter.url", "x").unknownKeys()).containsExactly("acme.reporter.url");
    }

    @Test
    void theLayoutOfEventsIsASetting() {
        Map<String, String> properties = new HashMap<>(NEEDED);
        properties.put("sluice.event.timestamp", "/ts");
        properties.put("sluice.event.timestamp.unit", "seconds");
        properties.put("sluice.event.numbers.in.strings", "true");
        properties.put("sluice.event.field.value", "/reading/temp_c");
        Manifest.Input.Numeric input = (Manifest.Input.Numeric) new SluiceConfig(properties)
                .layout()
                .apply(new Manifest.Input.Numeric(List.of(new Manifest.Input.Field("value")), List.of("value")));
        assertThat(input.timestamp()).isEqualTo(new TimestampField("/ts", TimestampUnit.SECONDS));
        assertThat(input.numbersInStrings()).isTrue();
        assertThat(input.fields().get(0).pointer()).isEqualTo("/reading/temp_c");
        assertThatThrownBy(() -> with("sluice.event.timestamp.units", "seconds"))
                .hasMessageContaining("did you mean sluice.event.timestamp.unit?");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "default.key.serde",
                "processing.exception.handler",
                "errors.dead.letter.queue.topic.name",
                "default.production.exception.handler",
                "default.dsl.store",
                "dsl.store.suppliers.class",
                "default.deserialization.exception.handler"
            })
    void aKeyThatSluiceOwnsIsRefusedWithTheReason(String key) {
        assertThatThrownBy(() -> with(key, "x"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(key + " may not");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bootstrap.servers",
                "application.id",
                "sluice.model",
                "sluice.input.topic",
                "sluice.output.topic"
            })
    void aMissingKeyIsNamed(String key) {
        Map<String, String> properties = new HashMap<>(NEEDED);
        properties.remove(key);
        assertThatThrownBy(() -> new SluiceConfig(properties))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(key);
    }

    @ParameterizedTest
    @CsvSource({
        "sluice.state.store,disk",
        "sluice.state.ttl.ms,-1",
        "sluice.http.port,70000",
        "sluice.state.mismatch,maybe",
        "sluice.event.key,id",
        "sluice.output.topic,a",
        "sluice.dead.letter.topic,out",
        "sluice.batch.rows,0",
        "num.stream.threads,two",
        "num.stream.threads,0"
    })
    void aValueThatMakesNoSenseIsAnError(String key, String value) {
        assertThatThrownBy(() -> with(key, value).streamThreads())
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(value);
    }

    @Test
    void theUsersOwnSettingsOverrideSluicesDefaults() {
        assertThat(with("linger.ms", "50").streamsProperties()).containsEntry("linger.ms", "50");
        assertThat(with("topic.max.message.bytes", "9000000").streamsProperties())
                .containsEntry("topic.max.message.bytes", "9000000");
    }

    @Test
    void settingsOverrideTheEnvironmentAndTheEnvironmentOverridesTheFile(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("sluice.properties");
        StringBuilder text = new StringBuilder();
        NEEDED.forEach(
                (key, value) -> text.append(key).append('=').append(value).append(" \n"));
        Files.writeString(file, text);
        SluiceConfig config = PropertySources.load(
                file,
                Map.of(
                        "SLUICE_MODEL", "from-environment",
                        "SLUICE_OUTPUT_TOPIC", "from-environment",
                        "KAFKA_BOOTSTRAP_SERVERS", "broker:1",
                        "KAFKA_OPTS", "-Xmx1g",
                        "SLUICE_OPTS", "-Xmx1g"),
                Map.of("sluice.output.topic", "from-settings"));
        assertThat(config.model()).isEqualTo("from-environment");
        assertThat(config.outputTopic()).isEqualTo("from-settings");
        assertThat(config.bootstrapServers()).isEqualTo("broker:1");
        assertThat(config.applicationId()).isEqualTo("app");
    }

    @Test
    void aMissingFileIsNamed(@TempDir Path folder) {
        Path file = folder.resolve("none.properties");
        assertThatThrownBy(() -> PropertySources.load(file, Map.of(), Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(file + ": there is no such file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"out", "sluice-dead-letters", "a"})
    void theAlertTopicDiffersFromAllOtherTopics(String taken) {
        assertThatThrownBy(() -> with("sluice.alert.topic", taken))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(taken);
        assertThat(with("sluice.alert.topic", " ").alertTopic()).isNull();
    }

    @Test
    void theProducersLimitLeavesRoomForDeadLetters() {
        String key = "producer.max.request.size";
        assertThat(with("max.request.size", "5000").streamsProperties()).containsEntry(key, 5000);
        assertThat(with("sluice.output.raw", "true").streamsProperties()).containsEntry(key, 16 << 20);
    }

    @Test
    void theDefaultFolderOfStatesIsNotTemporary() {
        String temporary = System.getProperty("java.io.tmpdir");
        assertThat(new SluiceConfig(NEEDED).stateDirectory()).endsWith("sluice").doesNotStartWith(temporary);
        assertThat(with("state.dir", "/data").stateDirectory()).isEqualTo("/data");
    }

    @Test
    void lookAheadTakesLessTimeThanACommitIntervalOrATransaction() {
        assertThat(new SluiceConfig(NEEDED).engineSettings().lookAheadMillis()).isEqualTo(50);
        assertThat(with("commit.interval.ms", "9000").engineSettings().lookAheadMillis())
                .isEqualTo(1000);
        assertThat(with("producer.transaction.timeout.ms", "300")
                        .engineSettings()
                        .lookAheadMillis())
                .isEqualTo(30);
    }

    @Test
    void atLeastOnceIsRefusedBecauseAReplayWouldAdvanceAStateTwice() {
        assertThatThrownBy(() -> with("processing.guarantee", "at_least_once"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("processing.guarantee")
                .hasMessageContaining("twice")
                .hasMessageContaining("exactly_once_v2");
        assertThat(with("processing.guarantee", "exactly_once_v2").applicationId())
                .isNotBlank();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "topic.cleanup.policy | delete | delete states",
                "topic.cleanup.policy | compact | delete events",
                "topic.retention.ms | 86400000 | delete events",
                "topic.retention.bytes | 1000000 | delete events",
                "topic.unclean.leader.election.enable | true | states would be lost",
                "acks | 1 | could be lost",
                "producer.acks | 0 | could be lost",
                "producer.enable.idempotence | false | old state",
                "transactional.id | mine | application.id",
                "producer.partitioner.ignore.keys | true | lose their order",
                "partitioner.class | org.apache.kafka.clients.producer.RoundRobinPartitioner | lose their order",
                "enable.auto.commit | true | before they are scored",
                "main.consumer.enable.auto.commit | TRUE | before they are scored",
                "consumer.allow.auto.create.topics | true | created empty",
                "isolation.level | read_uncommitted | aborted transactions",
                "restore.consumer.isolation.level | read_uncommitted | aborted transactions"
            })
    void aSettingThatWouldLoseSomethingIsRefusedWithTheReason(String key, String value, String reason) {
        assertThatThrownBy(() -> with(key, value))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("Invalid value " + value + " for configuration " + key + ": ")
                .hasMessageContaining(reason)
                .hasMessageEndingWith("; remove the key");
    }

    @ParameterizedTest
    @CsvSource({
        "topic.min.insync.replicas,2",
        "topic.compression.type,zstd",
        "topic.retention.ms,-1",
        "topic.unclean.leader.election.enable,false",
        "acks,all",
        "producer.acks,-1",
        "producer.enable.idempotence,true",
        "partitioner.class,com.example.Partitioner",
        "main.consumer.isolation.level,read_committed",
        "main.consumer.max.poll.records,50",
        "enable.auto.commit,false"
    })
    void aHarmlessSettingIsPassedOn(String key, String value) {
        assertThat(with(key, value).streamsProperties()).containsEntry(key, value);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "sluice.input.topic | \"a,\" | Invalid value a, for | a name is empty",
                "sluice.input.topic | \",a\" | Invalid value ,a for | a name is empty",
                "sluice.input.topic | \" \" | sluice.input.topic | must name a topic",
                "sluice.input.topic | \"a, b c\" | Invalid value b c for | alphanumerics",
                "sluice.input.topic | \"a, b, a\" | Invalid value a, b, a for | named twice",
                "sluice.input.topic | .. | sluice.input.topic | '..' is not allowed",
                "sluice.output.topic | \" \" | sluice.output.topic | empty string",
                "sluice.output.topic | out,two | sluice.output.topic | alphanumerics",
                "sluice.dead.letter.topic | \"\" | sluice.dead.letter.topic | empty string",
                "sluice.alert.topic | ä | sluice.alert.topic | alphanumerics",
                "application.id | my app | application.id | alphanumerics"
            })
    void anIllegalTopicIsAnErrorWithTheKeyAndTheValue(String key, String value, String first, String second) {
        assertThatThrownBy(() -> with(key, value))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(key)
                .hasMessageContaining(first)
                .hasMessageContaining(second);
    }

    @Test
    void aTopicNameOf250CharactersIsAnError() {
        assertThat(with("sluice.output.topic", "x".repeat(249)).outputTopic()).hasSize(249);
        assertThatThrownBy(() -> with("sluice.output.topic", "x".repeat(250)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("249");
    }

    @Test
    void valuesThatKafkaStreamsRefusesAreReportedInItsOwnWords() {
        assertThatThrownBy(() -> with("commit.interval.ms", "30000"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("commit.interval.ms");
    }
}
