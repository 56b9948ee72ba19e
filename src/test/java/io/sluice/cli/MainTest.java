package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.broker.BrokerException;
import io.sluice.model.BundleException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

final class MainTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void everyCommandHasAHelpText() {
        assertHelp(Main.commandLine(), List.of());
    }

    private void assertHelp(CommandLine command, List<String> path) {
        for (Map.Entry<String, CommandLine> subcommand :
                command.getSubcommands().entrySet()) {
            List<String> words = new ArrayList<>(path);
            words.add(subcommand.getKey());
            assertHelp(subcommand.getValue(), words);
            String name = String.join(" ", words);
            words.add("--help");
            out.getBuffer().setLength(0);
            assertThat(sluice(Main.commandLine(), words.toArray(String[]::new)))
                    .as(name)
                    .isZero();
            assertThat(out.toString()).startsWith("Usage: sluice " + name);
        }
    }

    @Test
    void theVersionComesFromTheBuild() {
        assertThat(sluice(Main.commandLine(), "--version")).isZero();
        assertThat(out.toString()).matches("sluice \\d+\\.\\d+\\S*\\R");
    }

    @Test
    void aMissingCommandIsAUsageError() {
        assertThat(sluice(Main.commandLine())).isEqualTo(2);
        assertThat(err.toString()).startsWith("sluice: no command given; give one of demo, run");
    }

    @Test
    void anUnknownCommandSuggestsTheNearestOne() {
        assertThat(sluice(Main.commandLine(), "brokr")).isEqualTo(2);
        assertThat(err.toString()).contains("'brokr'").contains("sluice broker");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void aPortOutsideItsRangeIsAUsageError() {
        assertThat(sluice(Main.commandLine(), "broker", "--port", "65536")).isEqualTo(2);
        assertThat(err.toString()).startsWith("sluice broker: --port is 65536; it must be from 0 to 65535");
    }

    @Test
    void anInvalidBundleIsAnInputError() {
        assertThat(failing(new BundleException("model models/x: no model.json")))
                .isEqualTo(2);
        assertThat(err.toString().lines()).containsExactly("sluice: model models/x: no model.json");
    }

    @Test
    void anInvalidSettingIsReportedWithoutKafkasWrapper() {
        assertThat(failing(
                        new KafkaException("Failed to create client", new ConfigException("sluice.model is missing"))))
                .isEqualTo(2);
        assertThat(err.toString().lines()).containsExactly("sluice: sluice.model is missing");
    }

    @Test
    void aBrokerFailureIsNotAnInputError() {
        assertThat(failing(new ExecutionException(new BrokerException("port 9092 is in use"))))
                .isEqualTo(1);
        assertThat(err.toString().lines()).containsExactly("sluice: port 9092 is in use");
    }

    @Test
    void aMissingFileIsNamed() {
        assertThat(failing(new NoSuchFileException("readings.csv"))).isEqualTo(1);
        assertThat(err.toString().lines()).containsExactly("sluice: file or folder does not exist: readings.csv");
    }

    @Test
    void anUnexpectedExceptionIsPrintedWithItsClassInAtMostFiveLines() {
        assertThat(failing(new IllegalStateException("1\n2\n3\n4\n5\n6\n7"))).isEqualTo(1);
        assertThat(err.toString()).startsWith("sluice: java.lang.IllegalStateException: 1");
        assertThat(err.toString().lines()).hasSizeLessThanOrEqualTo(5);
    }

    @Test
    void aStackTraceIsPrintedOnlyWithDebug() {
        assertThat(failing(new BrokerException("down"))).isEqualTo(1);
        assertThat(err.toString()).doesNotContain("\tat ");
        CommandLine line = Main.commandLine().addSubcommand(new Failing(new BrokerException("down")));
        assertThat(sluice(line, "fail", "--debug")).isEqualTo(1);
        assertThat(err.toString()).contains("\tat io.sluice.cli.MainTest");
    }

    private int failing(Exception failure) {
        return sluice(Main.commandLine().addSubcommand(new Failing(failure)), "fail");
    }

    private int sluice(CommandLine line, String... args) {
        return line.setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(args);
    }

    @Command(name = "fail")
    private static final class Failing implements Callable<Integer> {
        private final Exception failure;

        Failing(Exception failure) {
            this.failure = failure;
        }

        @Override
        public Integer call() throws Exception {
            throw failure;
        }
    }
}
