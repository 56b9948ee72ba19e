package io.sluice.offline.scoring;

import io.sluice.offline.chart.Axis;
import org.jspecify.annotations.Nullable;

/** The events of a key along the axis of a chart, with the times of the first and the last one. */
final class EventSpan {
    private @Nullable ScoredEvent first;
    private @Nullable ScoredEvent last;
    private int events;

    /** Adds an event and returns its place, counted from 0. */
    int add(ScoredEvent event) {
        if (first == null) {
            first = event;
        }
        last = event;
        return events++;
    }

    /** Returns the key. */
    String title() {
        return first == null ? "" : first.key();
    }

    Axis axis() {
        String times = first == null || last == null || !first.timed() || !last.timed()
                ? ""
                : ", " + time(first) + " to " + time(last);
        return Axis.whole("event" + times);
    }

    /** Returns a time without its milliseconds. */
    private static String time(ScoredEvent event) {
        return event.prediction().path("timestamp").asText().replaceFirst("\\.\\d+Z$", "Z");
    }
}
