package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.offline.dataset.SessionFile;
import io.sluice.offline.simulation.SensorEvent;
import io.sluice.offline.simulation.SensorFleet;
import io.sluice.offline.simulation.Shop;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class SimulateCommandTest {
    @TempDir
    private Path folder;

    private final StringWriter err = new StringWriter();

    private int simulate(Path file, String... more) {
        return run(Stream.concat(Stream.of(file.toString()), Stream.of(more)).toArray(String[]::new));
    }

    private int run(String... options) {
        CommandLine commands = Main.commandLine();
        commands.setErr(new PrintWriter(err));
        return commands.execute(
                Stream.concat(Stream.of("simulate"), Stream.of(options)).toArray(String[]::new));
    }

    @Test
    void theFileHoldsTheVisitsOfTheShop() throws IOException {
        Path file = folder.resolve("visits.txt");
        assertThat(simulate(file, "--sessions", "30", "--shoppers", "5", "--seed", "3"))
                .as(err.toString())
                .isZero();
        assertThat(SessionFile.read(file)).hasSize(30);
        assertThat(Files.readString(file).lines().toList())
                .isEqualTo(Shop.sessions(30, 5, 3).stream()
                        .map(session -> String.join(" ", session.items()))
                        .toList());
    }

    @Test
    void theReadingsOfEachPumpAreWrittenToAFile() throws IOException {
        String[] options = {"fleet", folder.toString(), "--machines", "2", "--channels", "3", "--events", "200"};
        assertThat(run(options)).as(err.toString()).isZero();
        List<String> rows = Files.readAllLines(folder.resolve("pump-02.csv"));

        assertThat(folder).isDirectoryContaining(file -> file.endsWith("pump-01.csv"));
        assertThat(rows).hasSize(201).first().isEqualTo("timestamp,speed,temperature,vibration");
        SensorFleet fleet = new SensorFleet(2, 3, 1);
        SensorEvent first = Stream.generate(fleet::next)
                .filter(event -> event.key().equals("pump-02"))
                .findFirst()
                .orElseThrow();
        assertThat(rows.get(1)).startsWith(first.time() + "," + first.readings().get("speed") + ",");
        assertThat(rows).as("a missing reading is empty").anyMatch(row -> row.matches(".*,(,.*|)"));
    }

    @Test
    void theErrorsForAFleetNameTheBadArgument() throws IOException {
        assertThat(run("fleet", folder.toString(), "--healthy", "-1")).isEqualTo(2);
        assertThat(err.toString()).contains("--healthy");
        assertThat(run("fleet", folder.toString(), "--channels", "9")).isEqualTo(2);
        assertThat(err.toString()).contains("--channels is 9; it must be from 1 to 8");
        assertThat(run("fleet", folder.resolve("no").toString())).isEqualTo(2);
        Files.writeString(folder.resolve("pump-03.csv"), "timestamp,value\n");
        assertThat(run("fleet", folder.toString())).isEqualTo(2);
        assertThat(err.toString()).contains(folder + " is not empty");
        assertThat(err.toString()).contains("no does not exist");
        assertThat(run()).isEqualTo(2);
        assertThat(err.toString()).contains("'FILE'").contains("'fleet'");
    }

    @Test
    void theErrorNamesAMissingFolder() {
        assertThat(simulate(folder.resolve("no/visits.txt"))).isEqualTo(2);
        assertThat(err.toString()).contains("no/visits.txt: the folder " + folder.resolve("no") + " does not exist");
    }

    @Test
    void theErrorNamesAFolderGivenAsAFile() {
        assertThat(simulate(folder)).isEqualTo(2);
        assertThat(err.toString()).contains(folder + " is a folder");
    }

    @Test
    void zeroSessionsAreAUsageError() {
        assertThat(simulate(folder.resolve("visits.txt"), "--sessions", "0")).isEqualTo(2);
        assertThat(err.toString()).contains("--sessions is 0; it must be at least 1");
    }
}
