package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.model.Bundle;
import io.sluice.runtime.LoadedBundle;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class TrainCommandTest {
    private static final String RECIPE = """
            recipe=sensor-forecast
            name=tiny
            channels=value
            hidden=4
            epochs=1
            window.steps=10
            data.set=made
            data.licence=none
            """;

    @TempDir
    private Path folder;

    private final StringWriter err = new StringWriter();

    @BeforeEach
    void writeRecipeAndData() throws IOException {
        Files.writeString(recipe(), RECIPE);
        Files.createDirectory(folder.resolve("data"));
        for (String name : new String[] {"a", "b"}) {
            StringBuilder rows = new StringBuilder("timestamp,value\n");
            for (int minute = 10; minute < 50; minute++) {
                rows.append("2026-03-01 12:" + minute + ":00," + minute % 3 + "\n");
            }
            Files.writeString(folder.resolve("data").resolve(name + ".csv"), rows.toString());
        }
    }

    @Test
    void theTrainedBundleLoadsAndHasAModelCard() throws IOException {
        Path out = folder.resolve("out");
        Path report = folder.resolve("report.json");
        assertThat(train("--out", out.toString(), "--cross-validate", "2", "--report", report.toString()))
                .as(err.toString())
                .isZero();
        assertThat(LoadedBundle.open(out, "cpu").bundle().manifest().name()).isEqualTo("tiny");
        assertThat(out.resolve("recipe.properties")).hasContent(RECIPE);
        assertThat(out.resolve("README.md")).content().contains("| a.csv | 1 |", "| b.csv | 2 |");
        JsonNode written = new ObjectMapper().readTree(report.toFile());
        assertThat(written.at("/folds/0/figures/series/0/series").textValue()).isEqualTo("a.csv");
        assertThat(written.at("/folds/1/figures/series/0/series").textValue()).isEqualTo("b.csv");
    }

    @Test
    void theReportDescribesTheTrainingAndHasAChart() throws IOException {
        Path report = folder.resolve("report.json");
        assertThat(train("--out", folder.resolve("out").toString(), "--report", report.toString(), "--seed", "7"))
                .as(err.toString())
                .isZero();
        JsonNode written = new ObjectMapper().readTree(report.toFile());
        assertThat(written.at("/recipe/hidden").textValue()).isEqualTo("4");
        assertThat(written.at("/seed").intValue()).isEqualTo(7);
        assertThat(written.at("/data/files/0/rows").intValue()).isEqualTo(40);
        assertThat(written.at("/data/files/0/sha256").textValue())
                .isEqualTo(Bundle.sha256(Files.readAllBytes(folder.resolve("data/a.csv"))));
        assertThat(written.at("/environment/pytorch").textValue()).startsWith("2.");
        JsonNode epoch = written.at("/training/epochs/0");
        assertThat(epoch.at("/loss").doubleValue()).isPositive();
        assertThat(epoch.at("/gradientNorm").doubleValue()).isPositive();
        assertThat(epoch.at("/updates").intValue()).isEqualTo(4);
        assertThat(epoch.at("/seconds").doubleValue()).isPositive();
        assertThat(written.at("/learned/below").isInt()).isTrue();
        assertThat(folder.resolve("report.svg")).content().contains("<polyline");
    }

    @Test
    void theErrorForANonFiniteLossNamesTheKeyToChange() throws IOException {
        Files.writeString(recipe(), RECIPE + "learning.rate=1e38\n");
        assertThat(train("--out", folder.resolve("out").toString())).isEqualTo(2);
        assertThat(err.toString().lines())
                .last()
                .asString()
                .startsWith("sluice: the loss is not finite in epoch 1; lower learning.rate (now 1.0E38)");
    }

    @Test
    void aFolderWithoutDataIsAnError() throws IOException {
        Files.delete(folder.resolve("data/a.csv"));
        Files.delete(folder.resolve("data/b.csv"));
        assertThat(train("--out", folder.resolve("out").toString())).isEqualTo(2);
        assertThat(err.toString().lines()).singleElement().asString().contains("there is no .csv file in it");
    }

    @Test
    void theErrorForAShortRowIsOneLineWithFileAndRow() throws IOException {
        Files.writeString(
                folder.resolve("data/a.csv"), "timestamp,value\n2026-03-01 12:00:00,1\n2026-03-01 12:01:00\n");
        assertThat(train("--out", folder.resolve("out").toString())).isEqualTo(2);
        assertThat(err.toString().lines()).singleElement().asString().contains("a.csv, row 3: 1 columns");
    }

    @Test
    void anExistingBundleIsNeverOverwritten() throws IOException {
        Path out = Files.createDirectory(folder.resolve("out"));
        Files.writeString(out.resolve("model.json"), "mine");
        assertThat(train("--out", out.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("holds a bundle already");
        assertThat(train("--out", out.toString(), "--resume")).isEqualTo(2);
        assertThat(out.resolve("model.json")).hasContent("mine");
    }

    @Test
    void theErrorForBadDataIsOneLineWithFileAndRow() throws IOException {
        Files.writeString(folder.resolve("data/b.csv"), "timestamp,value\n2026-03-01 12:00:00,warm\n");
        assertThat(train("--out", folder.resolve("out").toString())).isEqualTo(2);
        assertThat(err.toString().lines()).singleElement().asString().contains("b.csv, row 2: value \"warm\"");
    }

    @Test
    void theErrorNamesAnUnknownKeyOfTheRecipe() throws IOException {
        Files.writeString(recipe(), RECIPE + "hiden=4\n");
        assertThat(train("--out", folder.resolve("out").toString())).isEqualTo(2);
        assertThat(err.toString()).contains(recipe() + ": unknown key \"hiden\"");
    }

    @Test
    void theErrorNamesAnUnknownTypeOfRecipe() throws IOException {
        Files.writeString(recipe(), RECIPE.replace("sensor-forecast", "sensor-forcast"));
        assertThat(train("--out", folder.resolve("out").toString())).isEqualTo(2);
        assertThat(err.toString()).contains("recipe is \"sensor-forcast\"; it must be one of [", "sensor-forecast");
    }

    @Test
    void anInterruptedRunIsOverwrittenOnlyWithResume() throws IOException {
        Path out = folder.resolve("out");
        Files.createDirectories(out.resolve("checkpoint"));
        assertThat(train("--out", out.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("continue it with --resume");
        assertThat(train("--out", out.toString(), "--resume")).isZero();
        assertThat(out.resolve("checkpoint")).doesNotExist();
    }

    @Test
    void aReportThatCannotBeWrittenIsAnErrorBeforeTheTraining() {
        assertThat(train("--out", folder.resolve("out").toString(), "--report", folder + "/none/report.json"))
                .isEqualTo(2);
        assertThat(err.toString())
                .contains("--report")
                .contains("/none does not exist")
                .doesNotContain("epoch");
    }

    @Test
    void theErrorNamesARecipeThatIsNotAPropertiesFile() throws IOException {
        Files.writeString(recipe(), "recipe=\\u00\n");
        assertThat(train("--out", folder.resolve("out").toString())).isEqualTo(2);
        Files.delete(recipe());
        Files.createDirectory(recipe());
        assertThat(train("--out", folder.resolve("out").toString())).isEqualTo(2);
        assertThat(err.toString().lines())
                .hasSize(2)
                .allMatch(line -> line.startsWith("sluice: " + recipe()))
                .last()
                .asString()
                .contains("is not a file");
    }

    @Test
    void anUnusableOutputFolderIsAnErrorBeforeTheTraining() throws IOException {
        Path file = Files.writeString(folder.resolve("out"), "a file");
        assertThat(train("--out", file.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("is a file; give a folder").doesNotContain("Exception");
        assertThat(train("--out", file.resolve("below").toString())).isEqualTo(2);
        assertThat(err.toString()).contains("cannot be created in " + file);
        assertThat(train("--out", folder.resolve("x/../data").toString())).isEqualTo(2);
        assertThat(err.toString()).contains("is the folder of the data").doesNotContain("epoch");
    }

    @Test
    void aTrainingThatFailsBeforeItsFirstEpochLeavesNoFolder() throws IOException {
        Files.writeString(folder.resolve("data/b.csv"), "timestamp,value\n2026-03-01 12:00:00,\"1\n");
        assertThat(train("--out", folder.resolve("out").toString())).isEqualTo(2);
        assertThat(err.toString().lines()).singleElement().asString().contains("b.csv, after row 1: not CSV:");
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void crossValidationNeedsMoreThanOneExample() throws IOException {
        Files.delete(folder.resolve("data/b.csv"));
        assertThat(train("--out", folder.resolve("out").toString(), "--cross-validate", "2"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("--cross-validate 2: the number of examples that can be held back is 1;");
    }

    @Test
    void theModelCardGivesTheNumberOfFilesThatChoseTheEpoch() throws IOException {
        Files.writeString(recipe(), RECIPE + "validation.share=0.5\n");
        assertThat(train("--out", folder.resolve("out").toString())).isZero();
        assertThat(folder.resolve("out/README.md"))
                .content()
                .contains("Trained on 1 file of `made` (1 more for validation), licence none.")
                .contains("On the validation files, which chose the epoch: "
                        + "forecasts better than repeating the last reading on");
    }

    private Path recipe() {
        return folder.resolve("recipe.properties");
    }

    private int train(String... more) {
        CommandLine command = Main.commandLine().setErr(new PrintWriter(err, true));
        String[] arguments = new String[more.length + 4];
        arguments[0] = "train";
        arguments[1] = recipe().toString();
        arguments[2] = "--data";
        arguments[3] = folder.resolve("data").toString();
        System.arraycopy(more, 0, arguments, 4, more.length);
        return command.execute(arguments);
    }
}
