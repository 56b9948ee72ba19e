package io.sluice.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.demo.DemoScenario.Findings;
import io.sluice.cli.demo.DemoScenario.Scored;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Help.Ansi;

class DemoViewTest {
    private static final Findings FINDINGS =
            new Findings("1 fault", List.of("  faults        1 fault", "  delay         1"));
    private static final DemoSummary SUMMARY =
            new DemoSummary(10, 2008, 2000, 74, 160, Map.of("no-channel", 7L, "bad-channel", 1L), FINDINGS);

    private final StringWriter out = new StringWriter();

    private record Line(String columns, List<String> notes) implements Scored {}

    @Test
    void theHeadingComesFirstAndThenOneLinePerPrediction() throws IOException {
        ScreenView screen = screen(1);
        screen.show(line("one"), new byte[0]);
        screen.show(line("two"), new byte[0]);

        assertThat(out.toString()).isEqualTo("HEADING\none\ntwo\n");
    }

    @Test
    void predictionsWithoutNotesAreSampled() throws IOException {
        ScreenView screen = screen(3);
        for (int i = 1; i <= 7; i++) {
            screen.show(line("line " + i), new byte[0]);
        }

        assertThat(out.toString()).isEqualTo("HEADING\nline 1\nline 4\nline 7\n");
    }

    @Test
    void aPredictionWithNotesIsAlwaysShown() throws IOException {
        ScreenView screen = screen(1000);
        screen.show(line("one"), new byte[0]);
        screen.show(line("two"), new byte[0]);
        screen.show(line("three", "@|yellow begins|@", "@|bold,red ALERT|@ at once"), new byte[0]);

        assertThat(out.toString()).isEqualTo("HEADING\none\nthree  begins; ALERT at once\n");
    }

    @Test
    void ofThePastOnlyNotesAreShown() throws IOException {
        ScreenView screen = screen(1);
        screen.fill(line("one"), new byte[0]);
        screen.fill(line("two", "begins"), new byte[0]);
        screen.show(line("three"), new byte[0]);
        assertThat(out.toString()).isEqualTo("HEADING\ntwo  begins\nthree\n");
        ByteArrayOutputStream stdout = new ByteArrayOutputStream();
        new JsonView(stdout, new PrintWriter(out)).fill(line("one"), new byte[] {'x'});
        assertThat(stdout.toString(StandardCharsets.UTF_8)).isEqualTo("x\n");
    }

    @Test
    void coloursAreUsedOnlyIfRequested() throws IOException {
        new ScreenView(out, Ansi.ON, "HEADING", 1).show(line("one @|red two|@", "@|bold,red ALERT|@"), new byte[0]);

        assertThat(out.toString()).contains("\u001B[1m\u001B[31mALERT").contains("one @|red two|@");
    }

    @Test
    void slowStreamsAreShownCompletelyAndFastOnesAreSampled() {
        assertThat(ScreenView.samplingInterval(5)).isEqualTo(1);
        assertThat(ScreenView.samplingInterval(200)).isEqualTo(50);
    }

    @Test
    void theSummaryShowsTheCountsAndThenTheFindings() {
        assertThat(SUMMARY.lines())
                .containsExactly(
                        "Summary",
                        "  events        2,008",
                        "  predictions   2,000 in 10.0 s (200/s)",
                        "  latency       median 74 ms, 99 % within 160 ms",
                        "  dead letters  8 (bad-channel 1, no-channel 7)",
                        "  faults        1 fault",
                        "  delay         1");
        assertThat(SUMMARY.status()).isEqualTo("2,000 predictions, 200/s, median latency 74 ms; 1 fault");
    }

    @Test
    void theSummaryWorksWithoutEvents() {
        assertThat(new DemoSummary(0, 0, 0, 0, 0, Map.of(), FINDINGS).lines())
                .contains("  predictions   0 in 0.0 s (0/s)", "  dead letters  0");
    }

    @Test
    void jsonShowsOnlyThePredictionsByteForByte() throws IOException {
        ByteArrayOutputStream stdout = new ByteArrayOutputStream();
        JsonView view = new JsonView(stdout, new PrintWriter(out));
        byte[] json = "{\"key\":\"Schleuse-ü\"}".getBytes(StandardCharsets.UTF_8);

        view.note("header");
        view.show(line("one", "@|red ALERT|@"), json);
        view.status(SUMMARY);
        view.end(SUMMARY);

        assertThat(stdout.toString(StandardCharsets.UTF_8)).isEqualTo("{\"key\":\"Schleuse-ü\"}\n");
        assertThat(out.toString()).startsWith("Summary").doesNotContain("header");
    }

    private static Line line(String columns, String... notes) {
        return new Line(columns, List.of(notes));
    }

    private ScreenView screen(int samplingInterval) {
        return new ScreenView(out, Ansi.OFF, "HEADING", samplingInterval);
    }
}
