package io.sluice.cli.common;

import io.sluice.Internal;
import io.sluice.offline.training.loop.TrainingListener;
import java.io.PrintWriter;

/** A training's progress as lines. */
@Internal
public final class PlainProgress implements TrainingListener {
    private final PrintWriter out;

    public PlainProgress(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void say(String line) {
        out.println(line);
        out.flush();
    }

    @Override
    public void begin(String name, long done, long windows) {
        say(name + ": " + windows + " updates at most" + (done == 0 ? "" : ", " + done + " of them done before"));
    }

    @Override
    public void window(int epoch, int epochs, double loss) {
        // The line of its epoch tells enough.
    }

    @Override
    public void end() {
        // The bundle's or the fold's line follows.
    }
}
