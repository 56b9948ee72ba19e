package io.sluice.offline.evaluation.series;

import io.sluice.Internal;
import io.sluice.event.NumericEvent;
import io.sluice.format.EventDecoder;
import io.sluice.model.Manifest;
import io.sluice.offline.dataset.Readings;
import io.sluice.offline.dataset.RowRange;
import io.sluice.offline.evaluation.own.IncidentFile;
import io.sluice.offline.evaluation.own.OwnRow;
import io.sluice.offline.evaluation.own.OwnRows;
import io.sluice.offline.evaluation.own.RowLabels;
import io.sluice.offline.evaluation.own.TimeRange;
import io.sluice.offline.evaluation.report.Report;
import io.sluice.offline.evaluation.run.Evaluation;
import io.sluice.offline.evaluation.run.EvaluationException;
import io.sluice.offline.evaluation.run.EvaluationRequest;
import io.sluice.offline.evaluation.run.KeyEvents;
import io.sluice.offline.evaluation.run.OwnData;
import io.sluice.offline.evaluation.run.ScoringRun;
import io.sluice.score.AnomalyScorer;
import io.sluice.score.profile.ProfileSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates a model on a user's own readings. A row is an event. The first rows of each key, which the scorer does not
 * judge, advance the state and are not scored.
 */
@Internal
public final class OwnSeries implements Evaluation {
    private static final int PICTURES = 5;

    private final OwnData own;
    private final Manifest manifest;
    private final OwnRows rows;
    private final int warmUp;
    private final EventDecoder decoder;
    private final @Nullable RowLabels labels;
    private final Map<String, List<TimeRange>> incidents;
    private final SeriesEvaluation evaluation;
    private final AtomicLong refused = new AtomicLong();
    private final AtomicReference<String> firstRefusal = new AtomicReference<>("");
    private final boolean timed;
    private long emptyIncidents;
    private long earlyAnomalies;

    /**
     * Reads the data.
     *
     * @throws EvaluationException if rows or labels cannot be read, or no key has a row to score
     */
    public OwnSeries(EvaluationRequest request, OwnData own) {
        this.own = own;
        this.manifest = request.anomalyManifest();
        this.rows = OwnRows.read(request.data(), own);
        this.warmUp = own.warmUp() == null ? unjudged() : own.warmUp();
        this.decoder = own.settings().events().decoder(manifest.input(), null);
        this.labels = own.label() == null ? null : new RowLabels(own.label());
        this.timed = rows.byKey().values().stream()
                .flatMap(List::stream)
                .allMatch(row -> row.event().time().isPresent());
        this.incidents = own.incidents() == null ? Map.of() : incidents(own.incidents());
        if (timed) {
            rows.byKey().values().forEach(OwnSeries::requireOrder);
        }
        List<LabelledSeries> series = rows.byKey().entrySet().stream()
                .filter(key -> key.getValue().size() > warmUp)
                .map(key -> series(key.getKey(), key.getValue()))
                .toList();
        if (series.isEmpty()) {
            throw new EvaluationException("no key has more than " + warmUp + " rows, and the first " + warmUp
                    + " of each key are not scored; give more rows, or a smaller --warm-up"
                    + (isProfile() ? " with the same --set sluice.scoring.silent.events" : ""));
        }
        this.evaluation = new SeriesEvaluation(
                series,
                new SeriesProtocol(
                        "the rows of each key after the first " + warmUp
                                + "; these advance the state but are not scored",
                        timed ? SeriesMetric.BY_INCIDENT_AND_TIME : SeriesMetric.BY_INCIDENT,
                        List.of(3.0),
                        PICTURES),
                threshold(),
                request.pictured(),
                detail -> {
                    refused.incrementAndGet();
                    firstRefusal.compareAndSet("", detail);
                    return ScoredRow.NOTHING;
                });
    }

    /** Times that go back would make delays and the number of days negative. */
    private static void requireOrder(List<OwnRow> key) {
        for (int row = 1; row < key.size(); row++) {
            OwnRow current = key.get(row);
            if (current.event().time().orElseThrow()
                    < key.get(row - 1).event().time().orElseThrow()) {
                throw new EvaluationException(current.where() + ": the row is older than the row of its key before it;"
                        + " sort the rows of each key by time");
            }
        }
    }

    private boolean isProfile() {
        return manifest.scorer() == Manifest.ScorerKind.PROFILE;
    }

    private ProfileSettings profile() {
        return ProfileSettings.of(own.scoring(), manifest.channels().size());
    }

    private int unjudged() {
        return isProfile()
                ? profile().silentEvents()
                : AnomalyScorer.SILENT_EVENTS
                        + own.scoring().getOrDefault("settle.events", 0.0).intValue();
    }

    private double threshold() {
        return isProfile()
                ? Double.parseDouble(Float.toString(profile().open()))
                : own.scoring().getOrDefault("threshold", own.scoring().getOrDefault("open", 0.97));
    }

    private Map<String, List<TimeRange>> incidents(Path file) {
        if (!timed) {
            OwnRow first = rows.byKey().values().stream()
                    .flatMap(List::stream)
                    .filter(row -> row.event().time().isEmpty())
                    .findFirst()
                    .orElseThrow();
            throw new EvaluationException(first.where() + ": the row has no time that can be read, and incidents need"
                    + " one; name its field with --timestamp, and its unit with --timestamp-unit");
        }
        return IncidentFile.read(file, rows.byKey().keySet(), own);
    }

    private LabelledSeries series(String key, List<OwnRow> keyRows) {
        Readings readings = readings(keyRows);
        List<String> channels = readings.columns();
        List<Deviations> deviations = IntStream.range(0, channels.size())
                .mapToObj(channel -> new Deviations(readings, warmUp, channel))
                .toList();
        BitSet anomalous = anomalous(key, keyRows);
        earlyAnomalies += anomalous.get(0, warmUp).cardinality();
        return new LabelledSeries(
                key,
                key,
                List.of(new KeyEvents(
                        key, keyRows.stream().map(row -> row.event().value()).toList())),
                warmUp,
                RowRange.runs(keyRows.size() - warmUp, row -> anomalous.get(warmUp + row)),
                channels.get(0),
                readings.column(0, warmUp),
                AutocorrelationWindow.of(readings.column(0, warmUp)),
                Deviations.largest(deviations, readings, warmUp),
                timed ? Arrays.stream(times(keyRows)).skip(warmUp).boxed().toList() : List.of());
    }

    private static long[] times(List<OwnRow> keyRows) {
        return keyRows.stream().mapToLong(row -> row.event().time().orElse(0)).toArray();
    }

    /** Returns the readings as the model receives them. A row that the pipeline refuses has none. */
    private Readings readings(List<OwnRow> keyRows) {
        List<String> channels = manifest.channels();
        double[] values = new double[keyRows.size() * channels.size()];
        Arrays.fill(values, Double.NaN);
        for (int row = 0; row < keyRows.size(); row++) {
            byte[] value = keyRows.get(row).event().value().getBytes(StandardCharsets.UTF_8);
            if (decoder.decode(value, new RecordHeaders(), 0) instanceof NumericEvent event) {
                for (int channel = 0; channel < channels.size(); channel++) {
                    values[row * channels.size() + channel] =
                            event.isMissing(channel) ? Double.NaN : event.channel(channel);
                }
            }
        }
        return Readings.of(channels, times(keyRows), values);
    }

    private BitSet anomalous(String key, List<OwnRow> keyRows) {
        BitSet anomalous = new BitSet();
        if (labels != null) {
            for (int row = 0; row < keyRows.size(); row++) {
                anomalous.set(row, labels.isAnomalous(keyRows.get(row)));
            }
        }
        for (TimeRange incident : incidents.getOrDefault(key, List.of())) {
            int before = anomalous.cardinality();
            for (int row = 0; row < keyRows.size(); row++) {
                if (incident.contains(keyRows.get(row).event().time().orElseThrow())) {
                    anomalous.set(row);
                }
            }
            emptyIncidents += anomalous.cardinality() == before ? 1 : 0;
        }
        return anomalous;
    }

    @Override
    public void run(ScoringRun scoring, Report report) {
        evaluation.run(scoring, report);
        List<String> tooShort = new ArrayList<>();
        rows.byKey().forEach((key, keyRows) -> {
            if (keyRows.size() <= warmUp) {
                tooShort.add(key);
            }
        });
        report.count("rows that are no events, left out", rows.rejected())
                .count("rows of dead letters, which count like the row before", refused.get())
                .count("keys without a scored row, left out", tooShort.size())
                .count("anomalous rows before the scored ones", earlyAnomalies)
                .count("incidents that add no row", emptyIncidents);
        if (refused.get() > 0) {
            report.note("dead letters; the first: " + firstRefusal.get());
        }
        if (rows.firstRejected() != null) {
            report.note("left out: " + rows.firstRejected());
        }
        if (!tooShort.isEmpty()) {
            report.note("left out, too few rows: " + String.join(", ", tooShort));
        }
        if (!timed) {
            report.note("rows without a time: no delay in seconds, and no false alerts a day");
        }
        if (evaluation.hasNoAnomaly()) {
            report.note("no scored row is anomalous: only alert_share, far and the false alerts mean something");
        }
    }
}
