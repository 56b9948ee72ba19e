package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CellsCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    @Test
    void chartAndReportShowThatGradientsOfAnUntrainedRnnVanish() throws IOException {
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

    /** Returns the share of a gradient that remains 29 steps back. */
    private static double reach(JsonNode cell) {
        return cell.at("/untrained/29").asDouble() / cell.at("/untrained/0").asDouble();
    }

    @Test
    void compareContinuesAnInterruptedComparison() throws IOException {
        assertThat(compareTiny("rnn", "--set", "epochs=1")).as("%s", err).isZero();
        String row = out.toString().lines().toList().get(2);
        byte[] weights = Files.readAllBytes(folder.resolve("rnn/model.pt"));
        err.getBuffer().setLength(0);
        out.getBuffer().setLength(0);

        assertThat(compareTiny("rnn,lstm", "--set", "epochs=1", "--resume"))
                .as("%s", err)
                .isZero();
        assertThat(err.toString().lines()).contains("lstm").doesNotContain("rnn");
        assertThat(out.toString().lines().toList().get(2)).startsWith(row.substring(0, row.indexOf("(held back)")));
        assertThat(Files.readAllBytes(folder.resolve("rnn/model.pt"))).isEqualTo(weights);

        assertThat(compareTiny("rnn", "--set", "epochs=2", "--resume")).isEqualTo(2);
        assertThat(err.toString()).contains("rnn holds a bundle already");
    }

    private int compareTiny(String cells, String... more) {
        Path recipe = Path.of("models/number-words/recipe.properties");
        List<String> arguments = new ArrayList<>(List.of("cells", "compare", recipe.toString(), "--cells", cells));
        arguments.addAll(List.of("--data", recipe.resolveSibling("").toString(), "--out", folder.toString()));
        arguments.addAll(List.of("--set", "speakers=20", "--set", "hidden=8"));
        arguments.addAll(List.of(more));
        return sluice(arguments.toArray(new String[0]));
    }

    @Test
    void compareTrainsTheRecipeWithEachCell() throws IOException {
        int exit = compareTiny("rnn,lstm", "--set", "epochs=1");

        assertThat(exit).as("%s", err).isZero();
        List<String> rows = out.toString().lines().toList();
        assertThat(rows).hasSize(4);
        String times = "( \\d+ \\(\\d+ to \\d+\\) \\|){3}";
        assertThat(rows.get(2))
                .matches("\\| `rnn` \\| accuracy 0\\.\\d+ on 40 words .*\\(held back\\) \\| 32 \\|" + times);
        assertThat(rows.get(3)).startsWith("| `lstm` |").contains("| 64 |");
        assertThat(folder.resolve("lstm/recipe.properties")).content().contains("cell=lstm", "speakers=20");

        out.getBuffer().setLength(0);
        String[] bundles = {
            folder.resolve("lstm").toString(), folder.resolve("rnn").toString()
        };
        assertThat(sluice("cells", "time", bundles[0], bundles[1], "--rounds", "1"))
                .isZero();
        rows = out.toString().lines().toList();
        assertThat(rows.get(2)).startsWith("| `" + bundles[0] + "` | 64 |").matches(".*\\|" + times);
        assertThat(rows.get(3)).startsWith("| `" + bundles[1] + "` | 32 |");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "--cells rnn,../gruu | \"../gruu\" is not a cell; give one of rnn, gru,",
                "--cells rnn,lstm,rnn | names a cell twice",
                "--set cell=lstm | choose cells with --cells",
                "--set hidden=10 | hidden is 10, but cell transformer has 4 heads",
                "--set hiden=8 | unknown key \"hiden\"",
                "--data nowhere | nowhere",
            })
    void compareChecksItsOptionsBeforeItTrains(String options, String message) throws IOException {
        Path recipe = Path.of("models/number-words/recipe.properties");
        List<String> arguments = new ArrayList<>(List.of("cells", "compare", recipe.toString()));
        arguments.addAll(List.of("--out", folder.toString()));
        if (!options.startsWith("--data")) {
            arguments.addAll(List.of("--data", recipe.resolveSibling("").toString()));
        }
        arguments.addAll(List.of(options.split(" ")));

        assertThat(sluice(arguments.toArray(new String[0]))).as("%s", err).isEqualTo(2);
        assertThat(err.toString()).contains(message).doesNotContain("Exception", "at most");
        assertThat(out.toString()).isEmpty();
        try (Stream<Path> files = Files.walk(folder)) {
            assertThat(files).noneMatch(file -> file.endsWith("model.pt"));
        }
    }

    @Test
    void compareChecksItsFoldersBeforeItTrains() throws IOException {
        Files.writeString(Files.createDirectories(folder.resolve("lstm")).resolve("model.json"), "{}");
        Path recipe = Path.of("models/number-words/recipe.properties");
        String data = recipe.resolveSibling("").toString();
        assertThat(sluice("cells", "compare", recipe.toString(), "--data", data, "--out", folder.toString()))
                .isEqualTo(2);
        assertThat(err.toString()).contains("lstm holds a bundle already").doesNotContain("at most");

        Path file = Files.writeString(folder.resolve("file"), "");
        assertThat(sluice("cells", "compare", recipe.toString(), "--data", data, "--out", file.toString()))
                .isEqualTo(2);
        assertThat(err.toString())
                .contains("--out " + file + " is not a folder")
                .doesNotContain("Exception");
    }

    @Test
    void gradientsChecksItsOutputFilesBeforeItTrains() {
        String picture = folder.resolve("reach.svg").toString();
        assertThat(sluice("cells", "gradients", "--out", folder.toString())).isEqualTo(2);
        assertThat(sluice(
                        "cells",
                        "gradients",
                        "--out",
                        folder.resolve("no/reach.svg").toString()))
                .isEqualTo(2);
        assertThat(sluice(
                        "cells",
                        "gradients",
                        "--out",
                        picture,
                        "--report",
                        folder.resolve("no/reach.json").toString()))
                .isEqualTo(2);
        assertThat(out.toString()).isEmpty();
    }

    private int sluice(String... arguments) {
        return Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
