package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.model.Manifest;
import io.sluice.runtime.LoadedBundle;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Tests {@code sluice train} with a file of a user's own labelled texts and the recipe of the shipped text model. */
class TrainOwnTextsTest {
    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        CommandLine commands = Main.commandLine();
        commands.setOut(new PrintWriter(out));
        commands.setErr(new PrintWriter(err));
        return commands.execute(args);
    }

    private int train(Path data, String... more) {
        List<String> args = new ArrayList<>(List.of(
                "train",
                "models/sentiment/recipe.properties",
                "--data",
                data.toString(),
                "--out",
                bundle().toString(),
                "--set",
                "hidden=8",
                "--set",
                "pairs=1009",
                "--set",
                "epochs=2"));
        args.addAll(List.of(more));
        return run(args.toArray(String[]::new));
    }

    private Path bundle() {
        return folder.resolve("bundle");
    }

    private Path file(String name, String... lines) throws IOException {
        return Files.write(folder.resolve(name), List.of(lines));
    }

    /** Returns mails of two kinds whose words differ, with other columns around. */
    private Path mails(String header) throws IOException {
        List<String> lines = new ArrayList<>(List.of(header));
        for (int i = 0; i < 60; i++) {
            lines.add(i + ",ham,\"see you at lunch, friend " + i % 7 + "\",u" + i % 4);
            lines.add(i + ",spam,\"win a free prize, now " + i % 5 + "\",u" + i % 4);
        }
        return file("mails.csv", lines.toArray(String[]::new));
    }

    @Test
    void aTableOfLabelsAndTextsBecomesAModelThatScoresIt() throws IOException {
        Path mails = mails("id,label,text,user");
        assertThat(train(mails, "--set", "labels=ham,spam", "--set", "name=mails"))
                .as(err.toString())
                .isZero();
        assertThat(err.toString()).contains("120 examples, 120 rows from mails.csv");
        Manifest manifest = LoadedBundle.open(bundle(), "cpu").bundle().manifest();
        assertThat(manifest.trainedOn()).containsExactly(new Manifest.TrainedOn("mails.csv", "private data", 1));
        assertThat(bundle().resolve("README.md"))
                .content()
                .contains("`ham`, `spam`", "Trained on `mails.csv`, private data.")
                .doesNotContain("film", "Pang", "NLTK");
        Path report = folder.resolve("report.json");
        assertThat(run(
                        "evaluate",
                        "--format",
                        "csv",
                        "--model",
                        bundle().toString(),
                        "--data",
                        mails.toString(),
                        "--label",
                        "label",
                        "--report",
                        report.toString()))
                .as(err.toString())
                .isZero();
        assertThat(new ObjectMapper()
                        .readTree(report.toFile())
                        .at("/metrics/accuracy")
                        .asDouble())
                .isGreaterThan(0.95);
    }

    @Test
    void optionsNameTheColumnsAndTheBundleKeepsThatOfTheText() throws IOException {
        Path mails = mails("id,kind,message,user");
        assertThat(train(mails, "--label", "kind", "--text", "message", "--set", "labels=ham,spam"))
                .as(err.toString())
                .isZero();
        assertThat(LoadedBundle.open(bundle(), "cpu")
                        .bundle()
                        .manifest()
                        .input()
                        .fields()
                        .get(0)
                        .pointer())
                .isEqualTo("/message");
        Path again = folder.resolve("again");
        assertThat(run(
                        "train",
                        bundle().resolve("recipe.properties").toString(),
                        "--data",
                        mails.toString(),
                        "--out",
                        again.toString()))
                .as(err.toString())
                .isZero();
        assertThat(again.resolve("model.pt")).hasSameBinaryContentAs(bundle().resolve("model.pt"));
    }

    @Test
    void textsWithAKeyAreThreadsOfTheirAuthor() throws IOException {
        assertThat(train(mails("id,label,text,user"), "--key-field", "user", "--set", "labels=ham,spam"))
                .as(err.toString())
                .isZero();
        assertThat(err.toString())
                .contains("8 examples, 120 rows from mails.csv"); // four early threads, four late ones
    }

    @Test
    void labelsMayBeIndexesAndLinesOfJson() throws IOException {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            lines.add(
                    "{\"label\": " + i % 2 + ", \"text\": \"" + (i % 2 == 0 ? "bad film " : "good film ") + i + "\"}");
        }
        assertThat(train(file("films.jsonl", lines.toArray(String[]::new))))
                .as(err.toString())
                .isZero();
    }

    @Test
    void faultsInTheDataAreNamed() throws IOException {
        Path mails = mails("id,label,text,user");
        assertThat(train(mails)).isEqualTo(2);
        assertThat(err.toString())
                .contains("mails.csv: the recipe's labels are positive (or 1), negative (or 0), but the texts have"
                        + " ham (60), spam (60); correct the labels, or name those of your data in the order that you"
                        + " want: --set labels=ham,spam");
        assertThat(train(mails, "--label", "kind")).isEqualTo(2);
        assertThat(err.toString())
                .contains("mails.csv, line 2: the label at /kind is missing or empty; --label names its column");
        assertThat(train(file("empty.csv", "label,text", "negative,a", "positive,")))
                .isEqualTo(2);
        assertThat(err.toString()).contains("empty.csv, line 3: the text at /text is missing or empty; --text names");
        assertThat(train(file("one.csv", "label,text", "negative,a", "negative,b")))
                .isEqualTo(2);
        assertThat(err.toString())
                .contains("one.csv: all 2 texts have the label negative; a model learns from texts of at least two");
        assertThat(train(folder, "--label", "kind")).isEqualTo(2);
        assertThat(err.toString())
                .contains("is a folder; --label and --text are for a file of labelled texts or readings");
        assertThat(run(
                        "train",
                        "models/sensor-anomaly/recipe.properties",
                        "--data",
                        mails.toString(),
                        "--out",
                        bundle().toString(),
                        "--text",
                        "text"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("--text is for labelled texts, and models/sensor-anomaly");
        assertThat(bundle()).doesNotExist();
    }
}
