package io.sluice.offline.evaluation.tsbad;

import io.sluice.offline.dataset.RowRange;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** The events that the alarms of a detector hit after the train rows, with the delay of the first alarm of each. */
final class EventHits {
    private final List<Hit> hits = new ArrayList<>();
    private int events;

    /** The first alarm in an event: the rows of the event before it, and all of the event's rows. */
    private record Hit(int delay, int rows) {}

    /** Adds the events of a series. An alarm is a row whose score reaches {@code threshold}. */
    void add(SeriesScores series, double threshold) {
        for (RowRange event : series.events()) {
            int first = Math.max(event.first(), series.trainRows());
            if (first <= event.last()) {
                events++;
                OptionalInt alarm = IntStream.rangeClosed(first, event.last())
                        .filter(row -> series.score(row) >= threshold)
                        .findFirst();
                alarm.ifPresent(row -> hits.add(new Hit(row - first, event.last() - first + 1)));
            }
        }
    }

    /** Returns the number of events with rows after the train rows. */
    int events() {
        return events;
    }

    /** Returns the share of events with an alarm in the first {@code part} of their rows. */
    double share(double part) {
        long hit = hits.stream().filter(one -> one.delay < part * one.rows).count();
        return events == 0 ? 0 : hit / (double) events;
    }

    /** Returns the median number of rows before the first alarm of an event that has one. */
    OptionalDouble medianDelay() {
        int[] delays = hits.stream().mapToInt(Hit::delay).sorted().toArray();
        int middle = delays.length / 2;
        if (delays.length == 0) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(delays.length % 2 == 1 ? delays[middle] : (delays[middle - 1] + delays[middle]) / 2.0);
    }
}
