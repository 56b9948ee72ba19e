package io.sluice.offline.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

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

    /** Returns the lines that sum a soak up. */
    public static List<String> summary(SoakResult result) {
        return result.overload() == null ? growth(result) : overload(result, result.overload());
    }

    private static List<String> growth(SoakResult result) {
        List<String> lines = new ArrayList<>();
        lines.add(text(
                "%-8s %12s %12s %14s %14s %12s", "store", "predictions", "resident", "live heap", "threads", "files"));
        result.pipelines().forEach(pipeline -> lines.add(growth(pipeline)));
        return lines;
    }

    private static String growth(PipelineOutcome pipeline) {
        return text(
                "%-8s %,12d %12s %14s %14s %12s",
                pipeline.store(),
                pipeline.predictions(),
                pipeline.window()
                        .map(window -> text("%+.1f %%", window.residentGrowthPercent()))
                        .orElse("-"),
                pipeline.heapGrowthPercent()
                        .map(grown -> text("%+.1f %%", grown))
                        .orElse("-"),
                pipeline.window().map(window -> change(window.threads())).orElse("-"),
                pipeline.window().map(window -> change(window.files())).orElse("-"));
    }

    private static List<String> overload(SoakResult result, Overload overload) {
        Map<String, Long> peaks = result.pipelines().stream()
                .collect(Collectors.toMap(PipelineOutcome::store, PipelineOutcome::peakResident));
        List<String> lines = new ArrayList<>();
        lines.add(text(
                "%-8s %10s %10s %10s %8s %10s %14s",
                "store", "sent/s", "capacity", "events/s", "kept", "catch up", "peak resident"));
        for (OverloadOutcome each : overload.pipelines()) {
            lines.add(text(
                    "%-8s %,10.0f %,10.0f %,10.0f %6.0f %% %8.0f s %10.0f MiB",
                    each.store(),
                    overload.rate(),
                    each.capacity(),
                    each.throughput(),
                    each.keptPercent(),
                    each.catchUpSeconds(),
                    peaks.getOrDefault(each.store(), 0L) / MEBIBYTE));
        }
        return lines;
    }

    private static String change(Window.Count count) {
        return count.begin() + " to " + count.end();
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
