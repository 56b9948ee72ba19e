package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.torch.TextBundle;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class EvaluateCommandTest {
    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void writeBundleAndData() throws IOException {
        TextBundle.write(folder.resolve("bundle"));
        Files.writeString(folder.resolve("texts.tsv"), "label\ttext\n1\tgood\n0\tbad\n");
    }

    private int evaluate(String... more) {
        List<String> args = new ArrayList<>(
                List.of("evaluate", "--model", folder.resolve("bundle").toString()));
        args.addAll(List.of(more));
        CommandLine commands = Main.commandLine();
        commands.setOut(new PrintWriter(out));
        commands.setErr(new PrintWriter(err));
        return commands.execute(args.toArray(String[]::new));
    }

    private String data() {
        return folder.resolve("texts.tsv").toString();
    }

    @Test
    void metricsAreATableOnStdoutAndAReportInJson() {
        Path report = folder.resolve("report.json");
        assertThat(evaluate("--data", data(), "--format", "labelled-text", "--report", report.toString()))
                .as(err.toString())
                .isZero();
        assertThat(out.toString()).contains("accuracy", "majority", "2 texts");
        assertThat(report)
                .content()
                .contains("\"metrics\"", "\"calibration_error\"", "\"definitions\"", "\"weights\"", "\"texts\" : 2");
    }

    @Test
    void theErrorForAnUnknownFormatListsTheKnownOnes() {
        assertThat(evaluate("--data", data(), "--format", "nabb")).isEqualTo(2);
        assertThat(err.toString()).contains("no format 'nabb'", "labelled-text");
    }

    @Test
    void theErrorNamesMissingData() {
        assertThat(evaluate("--data", folder.resolve("none").toString(), "--format", "nab"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("none does not exist");
    }

    @Test
    void dataInAnotherFormatGivesOneLineAndExitCode2() {
        assertThat(evaluate("--data", folder.toString(), "--format", "labelled-documents"))
                .isEqualTo(2);
        assertThat(err.toString().lines()).hasSize(1);
        assertThat(err.toString()).contains("the label is \"bundle\"");
    }

    @Test
    void throughAcceptsOnlyKafka() {
        assertThat(evaluate("--data", data(), "--format", "labelled-text", "--through", "pulsar"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("--through is pulsar; it must be kafka");
    }

    @Test
    void seriesForAPictureNeedAReport() {
        assertThat(evaluate("--data", data(), "--format", "nab", "--series", "a.csv,b.csv"))
                .isEqualTo(2);
        assertThat(err.toString())
                .contains("--series a.csv,b.csv has no effect without --report FILE or --html FILE; add one of them");
    }

    @Test
    void aReportInAMissingFolderIsAnErrorBeforeTheEvaluation() {
        assertThat(evaluate("--data", data(), "--format", "labelled-text", "--report", folder + "/no/report.json"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("/no does not exist");
    }

    @Test
    void aReportThatIsAFolderIsAnErrorBeforeTheEvaluation() {
        assertThat(evaluate("--data", data(), "--format", "labelled-text", "--report", folder.toString()))
                .isEqualTo(2);
        assertThat(err.toString()).contains("is a folder; give a file");
    }

    @Test
    void aSeedWithoutCrossValidationIsAnError() {
        assertThat(evaluate("--data", data(), "--format", "labelled-text", "--seed", "3"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("--seed 3 has no effect without --cross-validate");
    }

    @Test
    void htmlIsOnePageWithTablesAndPicturesThatAsksForNothing() throws IOException {
        Path page = folder.resolve("report.html");
        assertThat(evaluate("--data", data(), "--format", "labelled-text", "--html", page.toString()))
                .as(err.toString())
                .isZero();
        String html = Files.readString(page);
        assertThat(html)
                .contains("<h1>labelled-text, texts.tsv</h1>", ">accuracy</td>", ">majority</th>", "<svg", "<dt>");
        assertThat(html).contains("prefers-color-scheme: dark", "default-src 'none'");
        assertThat(html.replace("http://www.w3.org/2000/svg", "")).doesNotContain("http:", "https:", "src=", "url(");
    }

    @Test
    void textsInHtmlAreEscaped() throws IOException {
        Path data = folder.resolve("a<b>&.tsv");
        Files.copy(folder.resolve("texts.tsv"), data);
        Path page = folder.resolve("report.html");
        assertThat(evaluate("--data", data.toString(), "--format", "labelled-text", "--html", page.toString()))
                .isZero();
        assertThat(page).content().contains("<h1>labelled-text, a&lt;b&gt;&amp;.tsv</h1>");
    }

    @Test
    void htmlDoesNotOverwriteTheData() {
        assertThat(evaluate("--data", data(), "--format", "labelled-text", "--html", data()))
                .isEqualTo(2);
        assertThat(err.toString()).contains("is the same file as");
    }
}
