package io.sluice.cli;

import io.sluice.simulation.Fault;
import io.sluice.simulation.SensorEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A sensor's reading, its prediction and the truth about it.
 *
 * @param explanation the fault that explains the incident opened here; null where none was opened or it is false
 */
record ScoredReading(
        SensorPrediction prediction,
        SensorEvent event,
        @Nullable Fault explanation) implements DemoScenario.Scored {
    private static final String COLUMNS = "%-14s  %-8s %8s  %8s  %5s %s";
    static final String HEADING = String.format(COLUMNS, "event time", "key", "value", "expected", "score", "")
            .stripTrailing();

    @Override
    public String columns() {
        return String.format(
                COLUMNS,
                Columns.time(event.time()),
                event.key(),
                number(event.readings().getOrDefault("value", Double.NaN)),
                number(prediction.expected()),
                String.format(Locale.ROOT, "%.3f", prediction.score()),
                Columns.bar(prediction.score()));
    }

    @Override
    public List<String> notes() {
        List<String> notes = new ArrayList<>();
        Fault fault = event.fault();
        if (fault != null && fault.first() == event.step()) {
            long events = fault.last() - fault.first() + 1;
            notes.add("@|yellow fault: " + fault.kind().text() + " begins, " + Counted.of(events, "event") + "|@");
        }
        if (prediction.opened()) {
            notes.add("@|bold,red ALERT|@ " + verdict());
        }
        return notes;
    }

    private String verdict() {
        if (explanation == null) {
            return "false, no fault was injected";
        }
        String kind = explanation.kind().text();
        if (event.step() == explanation.first()) {
            return kind + " at once";
        }
        return event.step() <= explanation.last()
                ? kind + " after " + Counted.of(event.step() - explanation.first(), "event")
                : "in the wake of " + kind;
    }

    private static String number(double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.2f", value);
    }
}
