package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starts the broker as users do: through the launcher, from another folder, by a symbolic link. */
final class BrokerCommandIT {
    @Test
    void aSignalStopsTheBrokerCleanly(@TempDir Path elsewhere) throws IOException, InterruptedException {
        Path link = Files.createSymbolicLink(
                elsewhere.resolve("gate"), Path.of("sluice").toAbsolutePath());
        Path errors = elsewhere.resolve("stderr");
        Process broker = new ProcessBuilder(List.of(link.toString(), "broker", "--port", "0", "--dir", "data"))
                .directory(elsewhere.toFile())
                .redirectError(errors.toFile())
                .start();
        try (BufferedReader out = broker.inputReader(StandardCharsets.UTF_8)) {
            assertThat(out.readLine()).matches("broker ready on 127\\.0\\.0\\.1:\\d+, data in .*/data");
            assertThat(elsewhere.resolve("data")).isNotEmptyDirectory();
            broker.destroy(); // SIGTERM
            assertThat(broker.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(broker.exitValue()).isZero();
            assertThat(errors).hasContent("");
        } finally {
            broker.destroyForcibly();
        }
    }
}
