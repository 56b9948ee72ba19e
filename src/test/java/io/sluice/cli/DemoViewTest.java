package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.DemoTally.Scored;
import io.sluice.simulation.Fault;
import io.sluice.simulation.FaultKind;
import io.sluice.simulation.FaultReport;
import io.sluice.simulation.FaultReport.Tally;
import io.sluice.simulation.SensorEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Help.Ansi;

class DemoViewTest {
    private static final Instant TIME = Instant.parse("2026-03-04T12:30:05Z");
    private static final Fault SHIFT = new Fault("pump-01", FaultKind.LEVEL_SHIFT, "value", 100, 119);
    private static final FaultReport FAULTS = new FaultReport(
            Map.of(FaultKind.SPIKE, new Tally(1, 0, 0), FaultKind.STUCK, new Tally(1, 1, 1)), 4, 1, 1.5, 12);
    private static final DemoFigures FIGURES =
            new DemoFigures(10, 2008, 2000, 74, 160, Map.of("no-channel", 7L, "bad-channel", 1L), FAULTS);

    private final StringWriter out = new StringWriter();

    @Test
    void aPredictionIsALineInTheColumnsOfTheHeading() throws IOException {
        screen(1).show(scored(7, 0.41, false, null, null), new byte[0]);

        assertThat(out.toString().lines())
                .containsExactly(
                        "event time      key         value  expected  score",
                        "03-04 12:30:05  pump-01     81.20     80.00  0.410 ####......");
    }

    @Test
    void ofOrdinaryPredictionsOneInSoManyIsShown() throws IOException {
        ScreenView screen = screen(3);
        for (int step = 1; step <= 7; step++) {
            screen.show(scored(step, step / 10.0, false, null, null), new byte[0]);
        }

        assertThat(out.toString().lines()).hasSize(1 + 3);
        assertThat(out.toString()).contains("0.100", "0.400", "0.700");
    }

    @Test
    void alertsAndTheBeginningsOfFaultsAreAlwaysShown() throws IOException {
        ScreenView screen = screen(1000);
        screen.show(scored(99, 0.1, false, null, null), new byte[0]);
        screen.show(scored(100, 0.2, false, SHIFT, null), new byte[0]);
        screen.show(scored(101, 0.3, false, SHIFT, null), new byte[0]);
        screen.show(scored(103, 0.99, true, SHIFT, SHIFT), new byte[0]);
        screen.show(scored(122, 0.98, true, null, SHIFT), new byte[0]);
        screen.show(scored(200, 0.97, true, null, null), new byte[0]);

        List<String> lines = out.toString().lines().skip(2).toList();
        assertThat(lines).hasSize(4);
        assertThat(lines.get(0)).endsWith("  fault: level shift begins, 20 events");
        assertThat(lines.get(1)).endsWith("##########  ALERT level shift after 3 events");
        assertThat(lines.get(2)).endsWith("  ALERT in the wake of level shift");
        assertThat(lines.get(3)).endsWith("  ALERT false, no fault was injected");
    }

    @Test
    void anAlertAtTheFirstFaultyEventIsSaidOnItsLine() throws IOException {
        screen(1).show(scored(100, 0.99, true, SHIFT, SHIFT), new byte[0]);

        assertThat(out.toString()).endsWith("fault: level shift begins, 20 events; ALERT level shift at once\n");
    }

    @Test
    void coloursAreUsedOnlyWhereTheyAreWanted() throws IOException {
        new ScreenView(out, Ansi.ON, 1).show(scored(200, 0.99, true, null, null), new byte[0]);

        assertThat(out.toString()).contains("\u001B[1m\u001B[31mALERT");
    }

    @Test
    void aForecastThatIsNotThereIsADash() throws IOException {
        SensorPrediction first = new SensorPrediction("pump-01", TIME, 1, 0, Double.NaN, false, false);

        screen(1).show(new Scored(first, event(1, null), null), new byte[0]);

        assertThat(out.toString()).contains("81.20         -  0.000 ..........\n");
    }

    @Test
    void theSummarySaysWhatWasCaughtAndHowSoon() {
        assertThat(FIGURES.summary())
                .containsExactly(
                        "Summary",
                        "  events        2,008",
                        "  predictions   2,000 in 10.0 s (200/s)",
                        "  latency       median 74 ms, 99 % within 160 ms",
                        "  dead letters  8 (bad-channel 1, no-channel 7)",
                        "  faults        4 faults injected: 2 caught, 1 missed, 1 may still be",
                        "                spike        1 of 1 caught",
                        "                stuck        1 of 3 caught",
                        "  alerts        4 alerts, 1 false",
                        "  delay         median 1.5, at most 12 events from a fault's first event to its alert");
    }

    @Test
    void aSummaryOfNothingIsStillOne() {
        FaultReport none = new FaultReport(Map.of(), 0, 0, Double.NaN, 0);

        assertThat(new DemoFigures(0, 0, 0, 0, 0, Map.of(), none).summary())
                .contains(
                        "  predictions   0 in 0.0 s (0/s)",
                        "  dead letters  0",
                        "  faults        0 faults injected: 0 caught, 0 missed",
                        "  delay         none, for no fault was caught");
    }

    @Test
    void jsonIsThePredictionsAloneByteForByte() throws IOException {
        ByteArrayOutputStream stdout = new ByteArrayOutputStream();
        JsonView view = new JsonView(stdout, new PrintWriter(out));
        byte[] json = "{\"key\":\"Schleuse-ü\"}".getBytes(StandardCharsets.UTF_8);

        view.note("header");
        view.show(scored(100, 0.99, true, SHIFT, SHIFT), json);
        view.status(FIGURES);
        view.end(FIGURES);

        assertThat(stdout.toString(StandardCharsets.UTF_8)).isEqualTo("{\"key\":\"Schleuse-ü\"}\n");
        assertThat(out.toString()).startsWith("Summary").doesNotContain("header");
    }

    private ScreenView screen(int oneOf) {
        return new ScreenView(out, Ansi.OFF, oneOf);
    }

    private static Scored scored(
            long step, double score, boolean opened, @Nullable Fault truth, @Nullable Fault explanation) {
        SensorPrediction prediction = new SensorPrediction("pump-01", TIME, step, score, 80, opened, opened);
        return new Scored(prediction, event(step, truth), explanation);
    }

    private static SensorEvent event(long step, @Nullable Fault truth) {
        return new SensorEvent("pump-01", TIME, step, Map.of("value", 81.2), "{}", truth);
    }
}
