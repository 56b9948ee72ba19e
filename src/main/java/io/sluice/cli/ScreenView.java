package io.sluice.cli;

import io.sluice.cli.DemoTally.Scored;
import io.sluice.simulation.Fault;
import java.io.IOException;
import java.io.Writer;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Help.Ansi;

/**
 * Predictions for people, a line each in columns. Every one that begins a fault or opens an incident is shown; of the
 * others one in so many.
 */
final class ScreenView implements DemoView {
    private static final String COLUMNS = "%-14s  %-8s %8s  %8s  %5s %s";
    static final String HEADING = String.format(COLUMNS, "event time", "key", "value", "expected", "score", "");

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
    /** Events a second of which every one is shown. */
    private static final double FOLLOWED = 20;

    private static final String FULL = "##########";
    private static final String NONE = "..........";

    private final Writer out;
    private final Ansi ansi;
    private final int oneOf;
    private long seen;

    /**
     * A view.
     *
     * @param ansi whether to use colours
     * @param oneOf of how many ordinary predictions one is shown
     */
    ScreenView(Writer out, Ansi ansi, int oneOf) {
        this.out = out;
        this.ansi = ansi;
        this.oneOf = oneOf;
    }

    /** Of how many ordinary predictions one is shown, so that a reader can follow: about four a second. */
    static int oneOf(double rate) {
        return rate <= FOLLOWED ? 1 : (int) Math.ceil(rate / 4);
    }

    @Override
    public void note(String line) throws IOException {
        println(line);
        flush();
    }

    @Override
    public void show(Scored scored, byte[] json) throws IOException {
        if (seen == 0) {
            println(styled("faint", HEADING.stripTrailing()));
        }
        boolean turn = seen++ % oneOf == 0;
        List<String> notes = notes(scored);
        if (turn || !notes.isEmpty()) {
            println((columns(scored) + "  " + String.join("; ", notes)).stripTrailing());
        }
    }

    @Override
    public void status(DemoFigures soFar) throws IOException {
        println(styled("faint", "-- " + soFar.status()));
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }

    @Override
    public void end(DemoFigures figures) throws IOException {
        println("");
        for (String line : figures.summary()) {
            println(line);
        }
        flush();
    }

    private static String columns(Scored scored) {
        SensorPrediction prediction = scored.prediction();
        return String.format(
                COLUMNS,
                TIME.format(prediction.timestamp()),
                prediction.key(),
                number(scored.reading()),
                number(prediction.expected()),
                String.format(Locale.ROOT, "%.3f", prediction.score()),
                bar(prediction.score()));
    }

    private static String number(double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.2f", value);
    }

    private static String bar(double score) {
        int filled = (int) Math.round(score * FULL.length());
        return FULL.substring(0, filled) + NONE.substring(filled);
    }

    private List<String> notes(Scored scored) {
        List<String> notes = new ArrayList<>();
        Fault begins = scored.begins();
        if (begins != null) {
            long events = begins.last() - begins.first() + 1;
            notes.add(styled("yellow", "fault: " + begins.kind().text() + " begins, " + Counted.of(events, "event")));
        }
        if (scored.prediction().opened()) {
            notes.add(styled("bold,red", "ALERT") + " " + verdict(scored));
        }
        return notes;
    }

    private static String verdict(Scored scored) {
        Fault fault = scored.explanation();
        if (fault == null) {
            return "false, no fault was injected";
        }
        long step = scored.prediction().step();
        if (step == fault.first()) {
            return fault.kind().text() + " at once";
        }
        return step <= fault.last()
                ? fault.kind().text() + " after " + Counted.of(step - fault.first(), "event")
                : "in the wake of " + fault.kind().text();
    }

    private String styled(String style, String text) {
        return ansi.enabled() ? ansi.string("@|" + style + " " + text + "|@") : text;
    }

    private void println(String line) throws IOException {
        out.write(line);
        out.write('\n');
    }
}
