package io.sluice.cli.demo;

import io.sluice.cli.demo.DemoScenario.Findings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The counts of a demo so far.
 *
 * @param seconds the time from the start of the demo to the last prediction
 * @param events the number of events sent
 * @param predictions the number of predictions received
 * @param medianMillis the median time from sending an event to receiving its prediction
 * @param slowMillis the 99th percentile of the same time
 * @param deadLetters the number of dead letters for each reason code
 * @param findings the comparison with the ground truth
 */
record DemoSummary(
        double seconds,
        long events,
        long predictions,
        int medianMillis,
        int slowMillis,
        Map<String, Long> deadLetters,
        Findings findings) {
    DemoSummary {
        deadLetters = Map.copyOf(deadLetters);
    }

    /** Returns one line for the running demo. */
    String status() {
        return text(
                "%,d predictions, %,d/s, median latency %d ms; %s",
                predictions, predictionsPerSecond(), medianMillis, findings.status());
    }

    /** Returns the lines for the end of the demo. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("Summary");
        lines.add(text("  events        %,d", events));
        lines.add(text("  predictions   %,d in %.1f s (%,d/s)", predictions, seconds, predictionsPerSecond()));
        lines.add(text("  latency       median %d ms, 99 %% within %d ms", medianMillis, slowMillis));
        lines.add("  dead letters  " + deadLetterCounts());
        lines.addAll(findings.summary());
        return lines;
    }

    private long predictionsPerSecond() {
        return seconds > 0 ? Math.round(predictions / seconds) : 0;
    }

    private String deadLetterCounts() {
        long total = deadLetters.values().stream().mapToLong(Long::longValue).sum();
        String reasons = new TreeMap<>(deadLetters)
                .entrySet().stream()
                        .map(entry -> entry.getKey() + " " + entry.getValue())
                        .collect(Collectors.joining(", "));
        return reasons.isEmpty() ? "0" : text("%,d (%s)", total, reasons);
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
