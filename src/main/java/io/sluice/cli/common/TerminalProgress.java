package io.sluice.cli.common;

import io.sluice.Internal;
import io.sluice.offline.training.loop.TrainingListener;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Draws the progress of a training as a bar with the loss and the time left. Lines scroll above the bar. */
@Internal
public final class TerminalProgress implements TrainingListener {
    private static final String CLEAR_LINE = "\r\033[K";
    private static final int REFRESH_MILLIS = 500;

    private final PrintStream terminal;
    private @Nullable ProgressBar bar;

    /** @param terminal receives the bar; must be a terminal */
    public TerminalProgress(PrintStream terminal) {
        this.terminal = terminal;
    }

    /** Returns true if stderr is a terminal. The launcher finds this out, because Java cannot. */
    public static boolean isTerminal() {
        return Boolean.getBoolean("sluice.terminal");
    }

    @Override
    public void say(String line) {
        terminal.println((bar == null ? "" : CLEAR_LINE) + Printable.of(line));
    }

    @Override
    public void begin(String name, long done, long windows) {
        bar = new ProgressBarBuilder()
                .setTaskName(name)
                .setInitialMax(windows)
                .startsFrom(done, Duration.ZERO)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(REFRESH_MILLIS)
                .setConsumer(new ConsoleProgressBarConsumer(terminal))
                .build();
    }

    @Override
    public void window(int epoch, int epochs, double loss) {
        if (bar != null) {
            bar.step();
            bar.setExtraMessage(String.format(Locale.ROOT, " epoch %d/%d, loss %.4f", epoch, epochs, loss));
        }
    }

    @Override
    public void end() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }
}
