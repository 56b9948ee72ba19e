package io.sluice.offline.evaluation.own;

import io.sluice.Internal;
import io.sluice.model.Manifest;
import io.sluice.offline.evaluation.report.Report;
import io.sluice.offline.evaluation.run.EvaluationRequest;
import io.sluice.offline.evaluation.run.OwnData;
import java.time.Instant;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.TreeMap;

/** Writes the model, the data and the settings in force into the report on own data. */
@Internal
public final class OwnSettings {
    private OwnSettings() {}

    /** Adds the settings. */
    public static void add(Report report, EvaluationRequest request, OwnData own, OwnRows rows) {
        Manifest manifest = request.manifest();
        report.setting("model", manifest.name() + " " + manifest.version())
                .setting("weights", "SHA-256 " + manifest.weights().sha256())
                .setting("data", request.data().toString())
                .setting("truth", own.label() == null ? "--incidents " + own.incidents() : "--label " + own.label())
                .setting("keys", rows.byKey().size())
                .setting(
                        "rows",
                        rows.byKey().values().stream().mapToLong(List::size).sum())
                .setting("time span", span(rows));
        new TreeMap<>(own.scoring()).forEach((name, value) -> report.setting("scoring." + name, number(value)));
        new TreeMap<>(own.properties()).forEach((name, value) -> report.setting("set: " + name, value));
    }

    private static String number(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }

    private static String span(OwnRows rows) {
        LongSummaryStatistics times = rows.byKey().values().stream()
                .flatMap(List::stream)
                .flatMapToLong(row -> row.event().time().stream())
                .summaryStatistics();
        return times.getCount() == 0
                ? "no row has a time"
                : Instant.ofEpochMilli(times.getMin()) + " to " + Instant.ofEpochMilli(times.getMax());
    }
}
