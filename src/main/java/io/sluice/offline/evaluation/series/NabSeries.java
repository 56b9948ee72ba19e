package io.sluice.offline.evaluation.series;

import io.sluice.Internal;
import io.sluice.offline.dataset.RowRange;
import io.sluice.offline.evaluation.run.KeyEvents;
import java.util.List;

/**
 * A series of the Numenta Anomaly Benchmark.
 *
 * @param name the file below the folder {@code data}
 * @param events its rows as events
 * @param windows the labelled anomalies, in order
 */
@Internal
public record NabSeries(String name, List<String> events, List<RowRange> windows) {
    public NabSeries {
        events = List.copyOf(events);
        windows = List.copyOf(windows);
    }

    /** The first rows, which are not scored: a detector learns there. */
    int probation() {
        return Math.min((int) Math.floor(0.15 * events.size()), 750);
    }

    /** The folder that the series lies in. */
    String category() {
        return name.substring(0, Math.max(0, name.indexOf('/')));
    }

    KeyEvents keyed() {
        return new KeyEvents(name, events);
    }
}
