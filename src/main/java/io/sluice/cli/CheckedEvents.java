package io.sluice.cli;

import io.sluice.cli.common.Printable;
import io.sluice.offline.Plural;
import io.sluice.offline.findings.RunFindings;
import io.sluice.offline.imports.EventResult;
import io.sluice.offline.imports.EventRun;
import io.sluice.recording.Recording;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The events of a file that a model is checked with. Only the first ones are kept. */
final class CheckedEvents {
    private static final int MOST_EVENTS = 10_000;

    private final RunFindings findings;
    private final int shown;
    private final List<EventResult> first = new ArrayList<>();
    private final Set<String> keys = new HashSet<>();
    private EventResult.@Nullable Rejected firstRejected;
    private EventResult.@Nullable Rejected firstFault;
    private int scored;
    private int rejected;
    private int faults;

    /**
     * No events yet.
     *
     * @param shown the number of events to keep
     */
    CheckedEvents(RunFindings findings, int shown) {
        this.findings = findings;
        this.shown = shown;
    }

    /** Runs the events of a file, to its end or to the {@value #MOST_EVENTS}th. */
    void read(EventRun run, Recording recording) throws IOException {
        EventResult result = run.next(recording);
        while (result != null) {
            add(result);
            result = scored + rejected < MOST_EVENTS ? run.next(recording) : null;
        }
    }

    private void add(EventResult result) {
        if (first.size() < shown) {
            first.add(result);
        }
        if (result instanceof EventResult.Scored event) {
            scored++;
            keys.add(event.key());
            event.addTo(findings);
            return;
        }
        EventResult.Rejected letter = (EventResult.Rejected) result;
        rejected++;
        firstRejected = firstRejected == null ? letter : firstRejected;
        if (letter.isFaultOfModel()) {
            faults++;
            firstFault = firstFault == null ? letter : firstFault;
        }
    }

    /** Returns the first events. */
    List<EventResult> first() {
        return first;
    }

    boolean hasScored() {
        return scored > 0;
    }

    /** Prints what the run shows. */
    void print(BundleReport report) {
        report.line(
                "events read",
                Plural.format(scored, "event") + " of " + Plural.format(keys.size(), "key") + ", "
                        + Plural.format(rejected, "dead letter")
                        + (firstRejected == null ? "" : "; the first, " + described(firstRejected)));
        findings.forecasts().forEach(forecast -> report.line("forecast", forecast));
        if (firstFault != null) {
            report.warn(List.of("the model fails on " + Plural.format(faults, "event") + ": " + described(firstFault)));
        }
        findings.warnings().stream().map(Printable::inLine).forEach(warning -> report.warn(List.of(warning)));
    }

    private static String described(EventResult.Rejected letter) {
        return Printable.of("line " + letter.event().line() + ", " + letter.reason() + ": " + letter.detail());
    }
}
