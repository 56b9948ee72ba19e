package io.sluice.cli.demo;

import io.sluice.cli.demo.DemoScenario.Findings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a demo has come to so far, and how to say it.
 *
 * @param seconds from the first event sent to the last prediction received
 * @param medianMillis half of the predictions were received within this time of sending their event
 * @param slowMillis 99 of 100 were
 * @param deadLetters how many for each reason
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

    /** One line for while it runs. */
    String status() {
        return text(
                "%,d predictions, %,d/s, median latency %d ms; %s",
                predictions, perSecond(), medianMillis, findings.status());
    }

    /** The whole at the end. */
    List<String> summary() {
        List<String> lines = new ArrayList<>();
        lines.add("Summary");
        lines.add(text("  events        %,d", events));
        lines.add(text("  predictions   %,d in %.1f s (%,d/s)", predictions, seconds, perSecond()));
        lines.add(text("  latency       median %d ms, 99 %% within %d ms", medianMillis, slowMillis));
        lines.add("  dead letters  " + deadLetterText());
        lines.addAll(findings.summary());
        return lines;
    }

    private long perSecond() {
        return seconds > 0 ? Math.round(predictions / seconds) : 0;
    }

    private String deadLetterText() {
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
