package io.sluice.offline.evaluation.series;

import io.sluice.Internal;
import io.sluice.event.NumericEvent;
import io.sluice.format.EventDecoder;
import io.sluice.model.Manifest;
import io.sluice.offline.Plural;
import io.sluice.offline.dataset.Readings;
import io.sluice.offline.dataset.RowRange;
import io.sluice.offline.evaluation.own.OwnRow;
import io.sluice.offline.evaluation.own.OwnRows;
import io.sluice.offline.evaluation.own.OwnSettings;
import io.sluice.offline.evaluation.report.Listing;
import io.sluice.offline.evaluation.report.Report;
import io.sluice.offline.evaluation.run.Evaluation;
import io.sluice.offline.evaluation.run.EvaluationException;
import io.sluice.offline.evaluation.run.EvaluationRequest;
import io.sluice.offline.evaluation.run.OwnData;
import io.sluice.offline.evaluation.run.ScoringRun;
import io.sluice.recording.TimeField;
import io.sluice.score.profile.ProfileSettings;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates a model on a user's own readings. A row is an event. The rows of a key before the first that the model
 * judges advance the state and are not scored.
 */
@Internal
public final class OwnSeries implements Evaluation {
    /** More charts would make a picture that nobody reads. */
    private static final int CHARTS = 10;

    private static final int MOST_CHANNELS = 8;

    private final EvaluationRequest request;
    private final OwnData own;
    private final OwnRows rows;
    private final OwnTruth truth;
    private final List<OwnKey> keys;
    private final FirstScoredRow first;
    private final OpeningScore opening;
    private final EventDecoder decoder;
    private final OwnFindings findings;
    private final boolean timed;

    /**
     * Reads the data.
     *
     * @throws EvaluationException if rows or labels cannot be read, or a pictured key is missing
     */
    public OwnSeries(EvaluationRequest request, OwnData own) {
        this.request = request;
        this.own = own;
        this.opening = OpeningScore.of(request.anomalyManifest(), own.scoring());
        this.rows = OwnRows.read(request.data(), own);
        request.pictured().requireAmong(List.copyOf(rows.byKey().keySet()));
        this.first = FirstScoredRow.of(own.warmUp());
        this.decoder = own.settings().events().decoder(request.manifest().input(), null);
        this.findings = new OwnFindings(own, request.data());
        this.truth = OwnTruth.of(rows, own);
        this.keys = rows.byKey().entrySet().stream()
                .map(key -> truth.key(key.getKey(), key.getValue()))
                .toList();
        this.timed = rows.byKey().values().stream()
                .flatMap(List::stream)
                .allMatch(row -> row.event().time().isPresent());
        if (timed) {
            rows.byKey().values().forEach(this::requireOrder);
        }
    }

    /** Times that go back would make delays and the number of days negative. */
    private void requireOrder(List<OwnRow> key) {
        for (int row = 1; row < key.size(); row++) {
            OwnRow current = key.get(row);
            if (current.event().time().orElseThrow()
                    < key.get(row - 1).event().time().orElseThrow()) {
                throw new EvaluationException(current.where() + ": the row is older than the row of its key before it;"
                        + findings.whyOlder(keys)
                                .map(why -> " " + why + "; otherwise")
                                .orElse("")
                        + " sort the rows of each key by time");
            }
        }
    }

    @Override
    public void run(ScoringRun scoring, Report report) {
        OwnOutcomes outcomes = OwnOutcomes.of(keys, scoring);
        Map<String, List<ScoredRow>> scored = outcomes.rows();
        Map<String, LabelledSeries> series = series(scored);
        OwnSettings.add(report, request, own, rows);
        report.setting("threshold", opening.text()).setting("warm-up", warmUp());
        List<Detection> found = evaluate(List.copyOf(series.values()), scored, report);
        findings.warnings(keys, outcomes).forEach(report::warning);
        windows(report, series);
        note(report, outcomes);
        IncidentLists.add(report, found, this::place);
        leftOut(report, series, scored);
        if (series.values().stream().allMatch(one -> one.anomalies().isEmpty())) {
            report.note("no scored row is anomalous: only alert_share, far and the false alerts mean something");
        }
    }

    /** Returns the series of each key that has a row to score. */
    private Map<String, LabelledSeries> series(Map<String, List<ScoredRow>> scored) {
        Map<String, LabelledSeries> series = new LinkedHashMap<>();
        for (OwnKey key : keys) {
            int from = first.of(scored(key, scored));
            if (from < key.rows().size()) {
                series.put(key.name(), series(key, from));
            }
        }
        if (series.isEmpty()) {
            throw new EvaluationException(first.remedy());
        }
        return series;
    }

    private static List<ScoredRow> scored(OwnKey key, Map<String, List<ScoredRow>> scored) {
        return Objects.requireNonNull(scored.get(key.name()), "every key has an event");
    }

    private LabelledSeries series(OwnKey key, int from) {
        Readings readings = readings(key);
        List<String> channels = readings.columns();
        List<Deviations> deviations = IntStream.range(0, channels.size())
                .mapToObj(channel -> new Deviations(readings, from, channel))
                .toList();
        return new LabelledSeries(
                key.name(),
                key.name(),
                List.of(key.events()),
                from,
                RowRange.runs(key.rows().size() - from, row -> key.anomalous().get(from + row)),
                IntStream.range(0, Math.min(MOST_CHANNELS, channels.size()))
                        .mapToObj(channel -> new Curve(channels.get(channel), readings.column(channel, from)))
                        .toList(),
                AutocorrelationWindow.of(readings.column(0, from)),
                Deviations.largest(deviations, readings, from),
                timed ? Arrays.stream(key.times()).skip(from).boxed().toList() : List.of());
    }

    /** Returns the readings as the model receives them. A row that the pipeline refuses has none. */
    private Readings readings(OwnKey key) {
        List<String> channels = request.manifest().channels();
        double[] values = new double[key.rows().size() * channels.size()];
        Arrays.fill(values, Double.NaN);
        for (int row = 0; row < key.rows().size(); row++) {
            byte[] value = key.rows().get(row).event().value().getBytes(StandardCharsets.UTF_8);
            if (decoder.decode(value, new RecordHeaders(), 0) instanceof NumericEvent event) {
                for (int channel = 0; channel < channels.size(); channel++) {
                    values[row * channels.size() + channel] =
                            event.isMissing(channel) ? Double.NaN : event.channel(channel);
                }
            }
        }
        return Readings.of(channels, key.times(), values);
    }

    private List<Detection> evaluate(List<LabelledSeries> series, Map<String, List<ScoredRow>> scored, Report report) {
        int chartsOfASeries = series.get(0).curves().size() + 1;
        SeriesProtocol protocol = new SeriesProtocol(
                first.split(),
                opening.metrics(timed ? SeriesMetric.BY_INCIDENT_AND_TIME : SeriesMetric.BY_INCIDENT),
                List.of(3.0),
                Math.max(1, CHARTS / chartsOfASeries),
                new SeriesProtocol.Headline("incident", "F1 by incident", SeriesMetric.F1_OF_INCIDENTS));
        return new SeriesEvaluation(series, protocol, opening.value(), opening, request.pictured())
                .report(scored, report);
    }

    private String warmUp() {
        if (own.warmUp() != null) {
            return "the first " + own.warmUp() + " events of each key, by --warm-up";
        }
        Manifest manifest = request.manifest();
        return manifest.scorer() == Manifest.ScorerKind.PROFILE
                ? "the first "
                        + ProfileSettings.of(own.scoring(), manifest.channels().size())
                                .silentEvents()
                        + " events of each key, which the model does not judge (scoring.silent.events)"
                : "the first events of each key, which the model does not judge";
    }

    /** Adds the window of VUS-PR of each key. */
    private static void windows(Report report, Map<String, LabelledSeries> series) {
        int[] windows = series.values().stream()
                .mapToInt(LabelledSeries::window)
                .sorted()
                .toArray();
        int least = windows[0];
        int most = windows[windows.length - 1];
        report.setting(
                VusPr.NAME + " window",
                (least == most ? Integer.toString(least) : "by key, " + least + " to " + most) + " rows");
        series.values().forEach(one -> report.series(one.name(), VusPr.NAME + ".window", one.window()));
    }

    /** Adds the rows of each key that are not scored. */
    private void leftOut(Report report, Map<String, LabelledSeries> series, Map<String, List<ScoredRow>> scored) {
        List<Map<String, @Nullable Object>> entries = new ArrayList<>();
        long early = 0;
        long unjudged = 0;
        for (OwnKey key : keys) {
            List<ScoredRow> all = scored(key, scored);
            int from = first.of(all);
            early += key.anomalous().get(0, from).cardinality();
            unjudged += all.subList(from, all.size()).stream()
                    .filter(row -> !row.judged() && !row.isNothing())
                    .count();
            if (from > 0) {
                entries.add(leftOut(key, from, all));
            }
        }
        if (unjudged > 0) {
            report.verdict("The model does not judge " + Plural.format(unjudged, "scored row")
                    + ": no incident can open there.");
        }
        report.count("rows that are no events, left out", rows.rejected())
                .count("keys without a scored row, left out", keys.size() - series.size())
                .count("anomalous rows before the scored ones", early)
                .count("scored rows that the model does not judge, with score 0", unjudged)
                .count("incidents that add no row", truth.emptyIncidents())
                .listing(new Listing("left_out", "keys with rows before the scored ones (warm-up)", entries));
    }

    private Map<String, @Nullable Object> leftOut(OwnKey key, int from, List<ScoredRow> scored) {
        long refused =
                scored.subList(0, from).stream().filter(ScoredRow::isNothing).count();
        OwnRow last = key.rows().get(from - 1);
        return new Listing.Entry()
                .with("key", key.name())
                .with("rows_left_out", from)
                .with("dead_letters_among_them", refused)
                .with("last_of_them", last.where())
                .with(
                        "time_of_the_last",
                        last.event().time().isPresent()
                                ? Instant.ofEpochMilli(last.event().time().getAsLong())
                                        .toString()
                                : null)
                .with("rows_scored", key.rows().size() - from)
                .values();
    }

    private void note(Report report, OwnOutcomes outcomes) {
        report.count("rows of dead letters, which count like the row before", outcomes.letters());
        outcomes.letterLine().ifPresent(report::note);
        if (rows.firstRejected() != null) {
            report.note(Plural.format(rows.rejected(), "row") + " left out, which "
                    + (rows.rejected() == 1 ? "is no event" : "are no events") + "; the first: "
                    + rows.firstRejected());
        }
        if (!timed) {
            report.note("rows without a time: no delay in seconds, and no false alerts a day" + timeHint());
        }
    }

    /** Returns a hint to the field of the time if no row has a time. */
    private String timeHint() {
        List<OwnRow> all = rows.byKey().values().stream().flatMap(List::stream).toList();
        return all.stream().anyMatch(row -> row.event().time().isPresent())
                ? ""
                : TimeField.hint(all.get(0).event().value());
    }

    /** Returns the time of a scored row, or its place in the file if not all rows have a time. */
    private String place(LabelledSeries series, int row) {
        return timed
                ? Instant.ofEpochMilli(series.times().get(row)).toString()
                : Objects.requireNonNull(rows.byKey().get(series.name()))
                        .get(series.warmUp() + row)
                        .where();
    }
}
