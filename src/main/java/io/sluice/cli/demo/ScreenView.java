package io.sluice.cli.demo;

import io.sluice.Internal;
import io.sluice.cli.demo.DemoScenario.Scored;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import picocli.CommandLine.Help.Ansi;

/** Predictions for people, a line each in columns. Every one that has notes is shown; of the others one in so many. */
@Internal
public final class ScreenView implements DemoView {
    /** Events a second of which every one is shown. */
    private static final double FOLLOWED = 20;

    private final Writer out;
    private final Ansi ansi;
    private final String heading;
    private final int oneOf;
    private long seen;

    /**
     * A view.
     *
     * @param ansi whether to use colours
     * @param heading the names of the columns
     * @param oneOf of how many ordinary predictions one is shown
     */
    public ScreenView(Writer out, Ansi ansi, String heading, int oneOf) {
        this.out = out;
        this.ansi = ansi;
        this.heading = heading;
        this.oneOf = oneOf;
    }

    /** Of how many ordinary predictions one is shown, so that a reader can follow: about four a second. */
    public static int oneOf(double rate) {
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
            println(styled("faint", heading));
        }
        boolean turn = seen++ % oneOf == 0;
        List<String> notes = scored.notes();
        if (turn || !notes.isEmpty()) {
            println((scored.columns() + "  " + ansi.string(String.join("; ", notes))).stripTrailing());
        }
    }

    @Override
    public void status(DemoSummary soFar) throws IOException {
        println(styled("faint", "-- " + soFar.status()));
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }

    @Override
    public void end(DemoSummary figures) throws IOException {
        println("");
        for (String line : figures.summary()) {
            println(line);
        }
        flush();
    }

    private String styled(String style, String text) {
        return ansi.string("@|" + style + " " + text + "|@");
    }

    private void println(String line) throws IOException {
        out.write(line);
        out.write('\n');
    }
}
