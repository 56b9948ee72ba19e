package io.sluice.cli.common;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.CapturedLog;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class FailuresTest {
    private static final String FORMAT = "sluice.log.format";

    private final StringWriter err = new StringWriter();

    @Command(name = "failing")
    private static final class Failing implements Runnable {
        @Override
        public void run() {
            throw new ConfigException("sluice.model: first line\nand another");
        }
    }

    @AfterEach
    void restore() {
        System.clearProperty(FORMAT);
    }

    private int execute(String... arguments) {
        Failures failures = new Failures(() -> false);
        return new CommandLine(new Failing())
                .setErr(new PrintWriter(err, true))
                .setParameterExceptionHandler(failures)
                .setExecutionExceptionHandler(failures)
                .execute(arguments);
    }

    @Test
    void aFailureIsTextForPeople() {
        assertThat(execute()).isEqualTo(2);
        assertThat(err.toString().lines()).containsExactly("sluice: sluice.model: first line", "and another");
    }

    @Test
    void withALogInJsonAFailureIsOneLineOfTheLog() {
        System.setProperty(FORMAT, "json");
        try (CapturedLog log = new CapturedLog(Failures.class.getName())) {
            assertThat(execute()).isEqualTo(2);
            assertThat(execute("--no-such-option")).isEqualTo(2);
            assertThat(log.lines())
                    .containsExactly(
                            "ERROR sluice: sluice.model: first line\nand another",
                            "ERROR failing: Unknown option: '--no-such-option'");
        }
        assertThat(err.toString()).isEmpty();
    }
}
