package io.sluice.cli.demo;

import io.sluice.Internal;
import io.sluice.cli.demo.DemoScenario.Scored;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import picocli.CommandLine.Help.Ansi;

/**
 * Shows predictions to people, one line each in columns. It shows each prediction with notes, and a sample of the
 * others.
 */
@Internal
public final class ScreenView implements DemoView {
    /** The highest rate, in events per second, at which each prediction is shown. */
    private static final double READABLE_RATE = 20;

    private final Writer out;
    private final Ansi ansi;
    private final String heading;
    private final int samplingInterval;
    private long seen;

    /**
     * Creates a view.
     *
     * @param ansi the choice of colours
     * @param heading the headings of the columns
     * @param samplingInterval shows every n-th prediction, in addition to those with notes
     */
    public ScreenView(Writer out, Ansi ansi, String heading, int samplingInterval) {
        this.out = out;
        this.ansi = ansi;
        this.heading = heading;
        this.samplingInterval = samplingInterval;
    }

    /** Returns a sampling interval with which a reader can follow: about four predictions per second are shown. */
    public static int samplingInterval(double rate) {
        return rate <= READABLE_RATE ? 1 : (int) Math.ceil(rate / 4);
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
        boolean sampled = seen++ % samplingInterval == 0;
        List<String> notes = scored.notes();
        if (sampled || !notes.isEmpty()) {
            println((scored.columns() + "  " + ansi.string(String.join("; ", notes))).stripTrailing());
        }
    }

    /** Shows what must always be shown: the others would pass too fast to be read. */
    @Override
    public void fill(Scored scored, byte[] json) throws IOException {
        if (!scored.notes().isEmpty()) {
            show(scored, json);
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
    public void end(DemoSummary summary) throws IOException {
        println("");
        for (String line : summary.lines()) {
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
