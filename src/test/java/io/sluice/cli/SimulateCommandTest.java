package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.event.SessionFile;
import io.sluice.simulation.Shop;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class SimulateCommandTest {
    @TempDir
    private Path folder;

    private final StringWriter err = new StringWriter();

    private int simulate(Path file, String... more) {
        CommandLine commands = Main.commandLine();
        commands.setErr(new PrintWriter(err));
        String[] args = new String[more.length + 2];
        args[0] = "simulate";
        args[1] = file.toString();
        System.arraycopy(more, 0, args, 2, more.length);
        return commands.execute(args);
    }

    @Test
    void visitsAreWrittenAsTheShopMakesThem() throws IOException {
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
    void aFolderThatIsNotThereIsNamed() {
        assertThat(simulate(folder.resolve("no/visits.txt"))).isEqualTo(2);
        assertThat(err.toString()).contains("no/visits.txt: there is no folder");
    }

    @Test
    void aFolderInPlaceOfTheFileIsNamed() {
        assertThat(simulate(folder)).isEqualTo(2);
        assertThat(err.toString()).contains(folder + " is a folder");
    }

    @Test
    void noSessionsCannotBeAskedFor() {
        assertThat(simulate(folder.resolve("visits.txt"), "--sessions", "0")).isEqualTo(2);
        assertThat(err.toString()).contains("--sessions 0");
    }
}
