package io.sluice.cli;

import io.sluice.simulation.FaultKind;
import io.sluice.simulation.FaultReport;
import io.sluice.simulation.FaultReport.Tally;
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
record DemoFigures(
        double seconds,
        long events,
        long predictions,
        int medianMillis,
        int slowMillis,
        Map<String, Long> deadLetters,
        FaultReport faults) {
    DemoFigures {
        deadLetters = Map.copyOf(deadLetters);
    }

    /** One line for while it runs. */
    String status() {
        return text(
                "%,d predictions, %,d/s, median latency %d ms; %s; %s",
                predictions, perSecond(), medianMillis, caught(), alerts());
    }

    /** The whole at the end. */
    List<String> summary() {
        List<String> lines = new ArrayList<>();
        lines.add("Summary");
        lines.add(text("  events        %,d", events));
        lines.add(text("  predictions   %,d in %.1f s (%,d/s)", predictions, seconds, perSecond()));
        lines.add(text("  latency       median %d ms, 99 %% within %d ms", medianMillis, slowMillis));
        lines.add("  dead letters  " + deadLetterText());
        lines.add("  faults        " + caught());
        new TreeMap<>(faults.kinds()).forEach((kind, tally) -> lines.add(ofKind(kind, tally)));
        lines.add("  alerts        " + alerts());
        lines.add("  delay         " + delay());
        return lines;
    }

    private long perSecond() {
        return seconds > 0 ? Math.round(predictions / seconds) : 0;
    }

    private String caught() {
        Tally total = faults.total();
        String undecided = total.undecided() == 0 ? "" : text(", %d may still be", total.undecided());
        return text(
                "%s injected: %d caught, %d missed%s",
                Counted.of(total.injected(), "fault"), total.caught(), total.missed(), undecided);
    }

    private static String ofKind(FaultKind kind, Tally tally) {
        return text("                %-12s %d of %d caught", kind.text(), tally.caught(), tally.injected());
    }

    private String alerts() {
        return text("%s, %d false", Counted.of(faults.alerts(), "alert"), faults.falseAlerts());
    }

    private String delay() {
        if (faults.total().caught() == 0) {
            return "none, for no fault was caught";
        }
        return text(
                "median %.1f, at most %s from a fault's first event to its alert",
                faults.medianDelay(), Counted.of(faults.maxDelay(), "event"));
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
