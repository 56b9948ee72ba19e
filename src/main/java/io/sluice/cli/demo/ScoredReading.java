package io.sluice.cli.demo;

import io.sluice.cli.common.Columns;
import io.sluice.offline.Plural;
import io.sluice.offline.simulation.Fault;
import io.sluice.offline.simulation.SensorEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A reading with its prediction and its ground truth. If there are several channels, the view shows the channel with
 * the largest share in the score.
 *
 * @param explanation the fault that explains the incident that opens at this event; null if no incident opens or the
 *     alert is false
 */
record ScoredReading(
        SensorPrediction prediction,
        SensorEvent event,
        @Nullable Fault explanation) implements DemoScenario.Scored {
    private static final String START = "%-14s  %-8s ";
    private static final String CHANNEL = "%-15s %5s ";
    private static final String END = "%8s  %8s  %5s %s";

    /** Returns the headings of the columns for machines with this number of channels. */
    static String heading(int channels) {
        return (String.format(START, "event time", "key")
                        + (channels == 1 ? "" : String.format(CHANNEL, "channel", "share"))
                        + String.format(END, "value", "expected", "score", ""))
                .stripTrailing();
    }

    @Override
    public String columns() {
        String channel = prediction.mainChannel();
        return String.format(START, Columns.time(event.time()), event.key())
                + (prediction.hasSeveralChannels() ? channelColumns(channel) : "")
                + String.format(
                        END,
                        number(event.readings().get(channel)),
                        number(prediction.expected().get(channel)),
                        String.format(Locale.ROOT, "%.3f", prediction.shownScore()),
                        Columns.bar(prediction.shownScore()));
    }

    private String channelColumns(String name) {
        double share = prediction.contributions().getOrDefault(name, 0.0);
        return String.format(CHANNEL, name, String.format(Locale.ROOT, "%.0f %%", 100 * share));
    }

    @Override
    public List<String> notes() {
        List<String> notes = new ArrayList<>();
        Fault fault = event.fault();
        if (fault != null && fault.first() == event.step()) {
            long events = fault.last() - fault.first() + 1;
            notes.add("@|yellow fault: " + name(fault) + " begins, " + Plural.format(events, "event") + "|@");
        }
        if (prediction.opened()) {
            notes.add("@|bold,red ALERT|@ " + alertNote());
        }
        return notes;
    }

    private String alertNote() {
        if (explanation == null) {
            return "false: no fault was injected";
        }
        String channel = prediction.mainChannel();
        return delay(explanation) + (explanation.touches(channel) ? "" : ", but names " + channel);
    }

    private String delay(Fault fault) {
        if (event.step() == fault.first()) {
            return name(fault) + " at once";
        }
        return event.step() <= fault.last()
                ? name(fault) + " after " + Plural.format(event.step() - fault.first(), "event")
                : "after the end of " + name(fault);
    }

    private String name(Fault fault) {
        return fault.kind().text()
                + (prediction.hasSeveralChannels() ? " of " + String.join(" and ", fault.channels()) : "");
    }

    private static String number(@Nullable Double value) {
        return value == null ? "-" : String.format(Locale.ROOT, "%.2f", value);
    }
}
