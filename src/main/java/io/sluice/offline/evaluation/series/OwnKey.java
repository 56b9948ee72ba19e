package io.sluice.offline.evaluation.series;

import io.sluice.offline.evaluation.own.OwnRow;
import io.sluice.offline.evaluation.run.KeyEvents;
import java.util.BitSet;
import java.util.List;

/**
 * The rows of a key with their truth.
 *
 * @param anomalous the anomalous rows; nobody changes it
 */
record OwnKey(String name, List<OwnRow> rows, BitSet anomalous) {
    OwnKey {
        rows = List.copyOf(rows);
    }

    KeyEvents events() {
        return new KeyEvents(name, rows.stream().map(row -> row.event().value()).toList());
    }

    long[] times() {
        return rows.stream().mapToLong(row -> row.event().time().orElse(0)).toArray();
    }
}
