package io.sluice.cli.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;

class RecordingOptionsTest {
    @TempDir
    Path folder;

    @Command(name = "read")
    private static final class Read {
        @Mixin
        private RecordingOptions options = new RecordingOptions();
    }

    @Test
    void theTimeOfJsonLinesThatAreSentUnchangedHasNoEffect() throws IOException {
        Path json = Files.writeString(folder.resolve("events"), "\n {\"ts\": 1}\n");

        assertThatThrownBy(() -> options("--timestamp", "ts").requireNoTime(json))
                .isInstanceOf(ParameterException.class)
                .hasMessageStartingWith("--timestamp has no effect here: " + json + " has JSON lines");
        assertThatThrownBy(() -> options("--timestamp-unit", "seconds").requireNoTime(json))
                .isInstanceOf(ParameterException.class)
                .hasMessageStartingWith("--timestamp-unit has no effect here: ");
        options("--key-field", "ts").requireNoTime(json);
    }

    @Test
    void theTimeOfACsvIsAColumn() throws IOException {
        Path csv = Files.writeString(folder.resolve("events"), "ts,celsius\n1,2\n");

        options("--timestamp", "ts", "--string", "celsius").requireNoTime(csv);
        options("--timestamp", "ts", "--string", "celsius").requireFit(csv);
    }

    @Test
    void aColumnOfTextIsRefusedForJsonLines() throws IOException {
        Path json = Files.writeString(folder.resolve("events"), "{\"id\": \"7\"}\n");

        assertThatThrownBy(() -> options("--string", "id").open(json))
                .isInstanceOf(ParameterException.class)
                .hasMessage("--string id names a column of a CSV, but " + json
                        + " has JSON lines, whose strings are text anyway; remove it");
    }

    @Test
    void theKeyOfAllEventsIsTheOneGivenOrTheNameOfTheFile() {
        Path file = Path.of("data/pump-1.csv");
        assertThat(options().commonKey(file)).isEqualTo("pump-1");
        assertThat(options("--key", "p").commonKey(file)).isEqualTo("p");
        assertThat(options("--key-field", "id").commonKey(file)).isNull();
    }

    private static RecordingOptions options(String... args) {
        Read read = new Read();
        new CommandLine(read).parseArgs(args);
        return read.options;
    }
}
