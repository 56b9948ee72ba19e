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

/** A training's progress as a bar with the loss and the time left, which its lines scroll above. */
@Internal
public final class TerminalProgress implements TrainingListener {
    private static final String CLEAR_LINE = "\r\033[K";
    private static final int REFRESH_MILLIS = 500;

    private final PrintStream terminal;
    private @Nullable ProgressBar bar;

    public TerminalProgress(PrintStream terminal) {
        this.terminal = terminal;
    }

    /** Whether the launcher found that stderr is a terminal; Java itself cannot tell. */
    public static boolean isTerminal() {
        return Boolean.getBoolean("sluice.terminal");
    }

    @Override
    public void say(String line) {
        terminal.println((bar == null ? "" : CLEAR_LINE) + line);
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
