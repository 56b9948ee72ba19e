package io.sluice.cli.common;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.core.time.MutableInstant;
import org.apache.logging.log4j.message.SimpleMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LogSettingsTest {
    private static final List<String> PROPERTIES = List.of("sluice.log.level", "sluice.log.format", "sluice.log.stack");
    private static final String SLUICE = "io.sluice.stream.log.StateLog";
    private static final String STREAM_THREAD = "org.apache.kafka.streams.processor.internals.StreamThread";
    private static final String COORDINATOR = "org.apache.kafka.clients.consumer.internals.ConsumerCoordinator";
    private static final String NETWORK = "org.apache.kafka.clients.NetworkClient";
    private static final String TASK_MANAGER = "org.apache.kafka.streams.processor.internals.TaskManager";

    @AfterEach
    void restore() {
        PROPERTIES.forEach(System::clearProperty);
        Configurator.reconfigure();
    }

    private static Level level(String logger) {
        return LogManager.getLogger(logger).getLevel();
    }

    private static String line(LogEvent event) {
        LoggerContext context = (LoggerContext) LogManager.getContext(false);
        return (String)
                context.getConfiguration().getAppender("stderr").getLayout().toSerializable(event);
    }

    private static LogEvent event(String message, Throwable thrown) {
        MutableInstant noon = new MutableInstant();
        noon.initFromEpochMilli(1_795_867_200_042L, 0); // 2026-11-28T12:00:00.042Z
        return Log4jLogEvent.newBuilder()
                .setLoggerName(SLUICE)
                .setLevel(Level.INFO)
                .setThreadName("thread \"1\"")
                .setMessage(new SimpleMessage(message))
                .setThrown(thrown)
                .setInstant(noon)
                .build();
    }

    @Test
    void withoutSettingsThereAreOnlyErrors() {
        Configurator.reconfigure();
        assertThat(level(SLUICE)).isEqualTo(Level.ERROR);
        assertThat(level(STREAM_THREAD)).isEqualTo(Level.ERROR);
        assertThat(level(NETWORK)).isEqualTo(Level.ERROR);
        assertThat(level(TASK_MANAGER)).isEqualTo(Level.OFF);
    }

    @Test
    void atInfoKafkaAddsTheWarningsThatMatter() {
        LogSettings.apply("info", "text");
        assertThat(level(SLUICE)).isEqualTo(Level.INFO);
        assertThat(level(STREAM_THREAD)).isEqualTo(Level.WARN);
        assertThat(level(COORDINATOR)).isEqualTo(Level.WARN);
        assertThat(level(NETWORK)).isEqualTo(Level.ERROR);
        assertThat(level(TASK_MANAGER)).isEqualTo(Level.OFF);
        assertThat(level("org.apache.kafka.clients.consumer.ConsumerConfig")).isEqualTo(Level.ERROR);
    }

    @Test
    void atDebugKafkaLogsAtInfo() {
        LogSettings.apply("debug", "text");
        assertThat(level(SLUICE)).isEqualTo(Level.DEBUG);
        assertThat(level(STREAM_THREAD)).isEqualTo(Level.INFO);
        assertThat(level(NETWORK)).isEqualTo(Level.INFO);
        assertThat(level(TASK_MANAGER)).isEqualTo(Level.INFO);
    }

    @Test
    void aSystemPropertyOfTheJvmWins() {
        System.setProperty("sluice.log.level", "error");
        LogSettings.apply("debug", "json");
        assertThat(level(SLUICE)).isEqualTo(Level.ERROR);
        assertThat(line(event("x", null)))
                .as("the format is still the setting's")
                .startsWith("{");
    }

    @Test
    void aTextIsOneLineWithTimeLevelAndLogger() {
        LogSettings.apply("info", "text");
        assertThat(line(event("state RUNNING\n  again", null)))
                .isEqualTo("2026-11-28T12:00:00.042Z INFO  StateLog: state RUNNING again\n");
        assertThat(line(event("failed:", new IllegalStateException("two\nlines"))))
                .isEqualTo("2026-11-28T12:00:00.042Z INFO  StateLog: failed: two lines\n");
    }

    @Test
    void controlCharactersOfARecordDoNotReachTheTerminal() throws Exception {
        String hostile = "\033[2J\007 Grüße \u009b1m\177";
        LogSettings.apply("info", "text");
        assertThat(line(event("has " + hostile, null)))
                .endsWith("StateLog: has \uFFFD[2J\uFFFD Grüße \uFFFD1m\uFFFD\n");
        assertThat(line(event("failed:", new IllegalStateException(hostile))))
                .endsWith("StateLog: failed: \uFFFD[2J\uFFFD Grüße \uFFFD1m\uFFFD\n");

        restore();
        LogSettings.apply("info", "json");
        String json = line(event(hostile, new IllegalStateException(hostile)));
        assertThat(json).doesNotContain("\033", "\007", "\u009b", "\177");
        assertThat(new ObjectMapper().readTree(json).get("message").asText()).isEqualTo(hostile);
    }

    @Test
    void jsonIsOneObjectALine() throws Exception {
        LogSettings.apply("info", "json");
        String line = line(event("say \"x\"\n\tand \\", null));
        assertThat(line.lines()).hasSize(1);
        JsonNode parsed = new ObjectMapper().readTree(line);
        assertThat(parsed.properties())
                .extracting(field -> field.getKey() + "=" + field.getValue().asText())
                .containsExactly(
                        "time=2026-11-28T12:00:00.042Z",
                        "level=INFO",
                        "logger=" + SLUICE,
                        "thread=thread \"1\"",
                        "message=say \"x\"\n\tand \\");
    }

    @Test
    void jsonHasTheExceptionAndWithDebugItsStackTrace() throws Exception {
        IllegalStateException thrown = new IllegalStateException("no \"room\"");
        LogSettings.apply("info", "json");
        assertThat(new ObjectMapper()
                        .readTree(line(event("x", thrown)))
                        .get("exception")
                        .asText())
                .isEqualTo("no \"room\"");

        restore();
        LogSettings.detailed();
        LogSettings.apply("info", "json");
        assertThat(level(SLUICE)).isEqualTo(Level.DEBUG);
        assertThat(line(event("x", thrown)).lines()).hasSize(1);
        assertThat(new ObjectMapper()
                        .readTree(line(event("x", thrown)))
                        .get("exception")
                        .asText())
                .contains("IllegalStateException: no \"room\"", "\tat " + LogSettingsTest.class.getName());
    }
}
