package io.sluice.cli.common;

import io.sluice.Internal;
import io.sluice.offline.training.loop.TrainingListener;
import java.io.PrintWriter;

/** Prints the progress of a training as lines. */
@Internal
public final class PlainProgress implements TrainingListener {
    private final PrintWriter out;

    /** @param out receives the lines; flushed after each line */
    public PlainProgress(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void say(String line) {
        out.println(Printable.of(line));
        out.flush();
    }

    @Override
    public void begin(String name, long done, long windows) {
        say(name + ": at most " + windows + " updates" + (done == 0 ? "" : ", of which " + done + " are already done"));
    }

    @Override
    public void window(int epoch, int epochs, double loss) {
        // The line of the epoch is enough.
    }

    @Override
    public void end() {
        // The line of the bundle or of the fold follows.
    }
}
