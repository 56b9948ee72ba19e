package io.sluice.offline.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The lines about a soak that people read. */
public final class SoakTable {
    private static final double MEBIBYTE = 1 << 20;
    private static final String FORMAT = "%-8s %6s %9s %7s %9s %9s %8s %6s %11s %12s %9s";

    private SoakTable() {}

    /** Returns the headings of {@link #line}. */
    public static String headings() {
        return text(
                FORMAT,
                "store",
                "minute",
                "resident",
                "heap",
                "non-heap",
                "native",
                "threads",
                "files",
                "lag",
                "predictions",
                "CPU s");
    }

    /** Returns the line of a sample, with sizes in MiB. */
    public static String line(String store, Sample sample) {
        return text(
                FORMAT,
                store,
                text("%.1f", sample.seconds() / 60),
                text("%.1f", sample.resident() / MEBIBYTE),
                text("%.0f", sample.heap() / MEBIBYTE),
                text("%.1f", sample.nonHeap() / MEBIBYTE),
                text("%.1f", sample.nativeMemory() / MEBIBYTE),
                sample.threads(),
                sample.files(),
                text("%,d", sample.lag()),
                text("%,d", sample.predictions()),
                text("%.0f", sample.cpuSeconds()));
    }

    /** Returns the lines that compare the beginning of the judged part with the end. */
    public static List<String> summary(SoakResult result) {
        List<String> lines = new ArrayList<>();
        lines.add(text(
                "%-8s %12s %12s %14s %14s %12s",
                "store", "predictions", "resident", "live heap", "threads", "files"));
        result.pipelines().forEach(pipeline -> lines.add(summary(pipeline)));
        return lines;
    }

    private static String summary(PipelineOutcome pipeline) {
        return text(
                "%-8s %,12d %12s %14s %14s %12s",
                pipeline.store(),
                pipeline.predictions(),
                pipeline.window()
                        .map(window -> text("%+.1f %%", window.residentGrowthPercent()))
                        .orElse("-"),
                pipeline.heapGrowthPercent().map(grown -> text("%+.1f %%", grown)).orElse("-"),
                pipeline.window().map(window -> change(window.threads())).orElse("-"),
                pipeline.window().map(window -> change(window.files())).orElse("-"));
    }

    private static String change(Window.Count count) {
        return count.begin() + " to " + count.end();
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
