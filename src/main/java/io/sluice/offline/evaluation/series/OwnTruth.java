package io.sluice.offline.evaluation.series;

import io.sluice.offline.evaluation.own.IncidentFile;
import io.sluice.offline.evaluation.own.OwnRow;
import io.sluice.offline.evaluation.own.OwnRows;
import io.sluice.offline.evaluation.own.RowLabels;
import io.sluice.offline.evaluation.own.TimeRange;
import io.sluice.offline.evaluation.run.EvaluationException;
import io.sluice.offline.evaluation.run.OwnData;
import io.sluice.recording.TimeField;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The anomalous rows of own data, by a label in each row or by a file of incidents. */
final class OwnTruth {
    private final @Nullable RowLabels labels;
    private final Map<String, List<TimeRange>> incidents;
    private long emptyIncidents;

    private OwnTruth(@Nullable RowLabels labels, Map<String, List<TimeRange>> incidents) {
        this.labels = labels;
        this.incidents = incidents;
    }

    /**
     * Reads the incidents, if the truth is a file of them.
     *
     * @throws EvaluationException if the file is not valid, or a row has no time to compare with
     */
    static OwnTruth of(OwnRows rows, OwnData own) {
        if (own.incidents() == null) {
            return new OwnTruth(own.label() == null ? null : new RowLabels(own.label()), Map.of());
        }
        rows.byKey().values().stream()
                .flatMap(List::stream)
                .filter(row -> row.event().time().isEmpty())
                .findFirst()
                .ifPresent(OwnTruth::refuse);
        return new OwnTruth(
                null, IncidentFile.read(own.incidents(), rows.byKey().keySet(), own));
    }

    private static void refuse(OwnRow untimed) {
        throw new EvaluationException(untimed.where() + ": the row has no time that can be read, and incidents need"
                + " one; name its field with --timestamp, and its unit with --timestamp-unit"
                + TimeField.hint(untimed.event().value()));
    }

    /**
     * Returns a key with its anomalous rows.
     *
     * @throws EvaluationException if a label is missing, or says neither yes nor no
     */
    OwnKey key(String name, List<OwnRow> rows) {
        BitSet anomalous = new BitSet();
        if (labels != null) {
            for (int row = 0; row < rows.size(); row++) {
                anomalous.set(row, labels.isAnomalous(rows.get(row)));
            }
        }
        for (TimeRange incident : incidents.getOrDefault(name, List.of())) {
            int before = anomalous.cardinality();
            for (int row = 0; row < rows.size(); row++) {
                if (incident.contains(rows.get(row).event().time().orElseThrow())) {
                    anomalous.set(row);
                }
            }
            emptyIncidents += anomalous.cardinality() == before ? 1 : 0;
        }
        return new OwnKey(name, rows, anomalous);
    }

    /** Returns the number of incidents of the keys so far that add no row. */
    long emptyIncidents() {
        return emptyIncidents;
    }
}
