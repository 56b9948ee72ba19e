package io.sluice.cli.demo;

import io.sluice.cli.common.Columns;
import io.sluice.cli.common.Plural;
import io.sluice.offline.simulation.Fault;
import io.sluice.offline.simulation.SensorEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A sensor's reading, its prediction and the truth about it. Of several channels the one is shown that the prediction
 * names first.
 *
 * @param explanation the fault that explains the incident opened here; null where none was opened or it is false
 */
record ScoredReading(
        SensorPrediction prediction,
        SensorEvent event,
        @Nullable Fault explanation) implements DemoScenario.Scored {
    private static final String START = "%-14s  %-8s ";
    private static final String CHANNEL = "%-15s %5s ";
    private static final String END = "%8s  %8s  %5s %s";

    /** The names of the columns, for machines of so many channels. */
    static String heading(int channels) {
        return (String.format(START, "event time", "key")
                        + (channels == 1 ? "" : String.format(CHANNEL, "channel", "share"))
                        + String.format(END, "value", "expected", "score", ""))
                .stripTrailing();
    }

    @Override
    public String columns() {
        String first = prediction.first();
        return String.format(START, Columns.time(event.time()), event.key())
                + (prediction.isOfSeveral() ? channel(first) : "")
                + String.format(
                        END,
                        number(event.readings().get(first)),
                        number(prediction.expected().get(first)),
                        String.format(Locale.ROOT, "%.3f", prediction.score()),
                        Columns.bar(prediction.score()));
    }

    private String channel(String name) {
        double share = prediction.contributions().getOrDefault(name, 0.0);
        return String.format(CHANNEL, name, String.format(Locale.ROOT, "%.0f %%", 100 * share));
    }

    @Override
    public List<String> notes() {
        List<String> notes = new ArrayList<>();
        Fault fault = event.fault();
        if (fault != null && fault.first() == event.step()) {
            long events = fault.last() - fault.first() + 1;
            notes.add("@|yellow fault: " + name(fault) + " begins, " + Plural.of(events, "event") + "|@");
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
        String misled = explanation.touches(prediction.first()) ? "" : ", but names " + prediction.first();
        return when(explanation) + misled;
    }

    private String when(Fault fault) {
        if (event.step() == fault.first()) {
            return name(fault) + " at once";
        }
        return event.step() <= fault.last()
                ? name(fault) + " after " + Plural.of(event.step() - fault.first(), "event")
                : "in the wake of " + name(fault);
    }

    private String name(Fault fault) {
        return fault.kind().text() + (prediction.isOfSeveral() ? " of " + String.join(" and ", fault.channels()) : "");
    }

    private static String number(@Nullable Double value) {
        return value == null ? "-" : String.format(Locale.ROOT, "%.2f", value);
    }
}
