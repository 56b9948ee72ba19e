package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CellsCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    @Test
    void gradientsOfAnUntrainedRnnVanishAndPictureAndReportTellIt() throws IOException {
        Path picture = folder.resolve("reach.svg");
        Path report = folder.resolve("reach.json");
        int exit = sluice(
                "cells",
                "gradients",
                "--out",
                picture.toString(),
                "--report",
                report.toString(),
                "--steps",
                "30",
                "--hidden",
                "16",
                "--updates",
                "2");

        assertThat(exit).as("%s", err).isZero();
        assertThat(Files.readString(picture))
                .startsWith("<svg")
                .contains("steps back")
                .contains("lstm");
        JsonNode cells = new ObjectMapper().readTree(report.toFile()).get("cells");
        assertThat(cells.findValuesAsText("cell")).containsExactly("rnn", "gru", "lstm");
        for (JsonNode cell : cells) {
            assertThat(cell.get("untrained")).hasSize(30);
            double near = cell.at("/untrained/0").asDouble();
            double far = cell.at("/untrained/29").asDouble();
            assertThat(near).isPositive();
            assertThat(far).isPositive().isLessThan(near);
            assertThat(cell.at("/trained/29").asDouble()).isNotEqualTo(far);
        }
        assertThat(reach(cells.get(0))).isLessThan(reach(cells.get(1))).isLessThan(reach(cells.get(2)));
        assertThat(out.toString().lines()).hasSize(1 + 2 * 3);
    }

    /** Which share of a gradient is left 29 steps back. */
    private static double reach(JsonNode cell) {
        return cell.at("/untrained/29").asDouble() / cell.at("/untrained/0").asDouble();
    }

    @Test
    void compareTrainsTheRecipeWithEachCell() throws IOException {
        Path recipe = Path.of("models/number-words/recipe.properties");
        int exit = sluice(
                "cells",
                "compare",
                recipe.toString(),
                "--data",
                recipe.getParent().toString(),
                "--out",
                folder.toString(),
                "--cells",
                "rnn,lstm",
                "--set",
                "speakers=20",
                "--set",
                "epochs=1",
                "--set",
                "hidden=8");

        assertThat(exit).as("%s", err).isZero();
        List<String> rows = out.toString().lines().toList();
        assertThat(rows).hasSize(4);
        assertThat(rows.get(2))
                .matches("\\| `rnn` \\| 0\\.\\d+ right of 40 words .*\\(held back\\) \\| 32 \\|( \\d+ \\|){3}");
        assertThat(rows.get(3)).startsWith("| `lstm` |").contains("| 64 |");
        assertThat(folder.resolve("lstm/model.pt")).exists();
    }

    private int sluice(String... arguments) {
        return Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
