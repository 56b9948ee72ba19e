package io.sluice.offline.evaluation.nab;

import io.sluice.Internal;
import io.sluice.offline.dataset.RowRange;
import io.sluice.offline.evaluation.run.KeyEvents;
import java.util.List;

/**
 * A series of the Numenta Anomaly Benchmark.
 *
 * @param name the file name relative to the folder {@code data}
 * @param events the rows as events
 * @param windows the labelled anomalies in order
 */
@Internal
public record NabSeries(String name, List<String> events, List<RowRange> windows) {
    public NabSeries {
        events = List.copyOf(events);
        windows = List.copyOf(windows);
    }

    /** Returns the number of first rows in which a detector learns. They are not scored. */
    int probation() {
        return Math.min((int) Math.floor(0.15 * events.size()), 750);
    }

    boolean isAnomalous(int row) {
        return windows.stream().anyMatch(window -> window.contains(row));
    }

    /** Returns the folder of the series. */
    String category() {
        return name.substring(0, Math.max(0, name.indexOf('/')));
    }

    /** Returns the events under the key of the series. */
    KeyEvents keyed() {
        return new KeyEvents(name, events);
    }
}
