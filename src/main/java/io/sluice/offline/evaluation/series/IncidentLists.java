package io.sluice.offline.evaluation.series;

import io.sluice.offline.dataset.RowRange;
import io.sluice.offline.evaluation.report.Listing;
import io.sluice.offline.evaluation.report.Report;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Lists the found, the missed and the false incidents of series in a report. */
final class IncidentLists {
    /** The number of rows that are close even to a short incident. */
    private static final int CLOSE = 10;

    private final RowPlaces places;
    private final List<Map<String, @Nullable Object>> found = new ArrayList<>();
    private final List<Map<String, @Nullable Object>> missed = new ArrayList<>();
    private final List<Map<String, @Nullable Object>> mistaken = new ArrayList<>();

    /** Returns the place of a row for people, which is its time or its line. */
    @FunctionalInterface
    interface RowPlaces {
        String of(LabelledSeries series, int row);
    }

    private IncidentLists(RowPlaces places) {
        this.places = places;
    }

    /** Adds the lists about the output of a detector. */
    static void add(Report report, List<Detection> detections, RowPlaces places) {
        IncidentLists lists = new IncidentLists(places);
        detections.forEach(lists::add);
        report.listing(new Listing("incidents.found", "incidents found", lists.found))
                .listing(new Listing("incidents.missed", "incidents missed", lists.missed))
                .listing(new Listing("incidents.false", "false incidents", lists.mistaken));
    }

    private void add(Detection detection) {
        List<RowRange> alerts = detection.sequences();
        LabelledSeries series = detection.series();
        for (RowRange truth : series.anomalies()) {
            Optional<RowRange> first = alerts.stream().filter(truth::overlaps).findFirst();
            if (first.isPresent()) {
                found.add(found(detection, truth, first.get()));
            } else {
                missed.add(missed(detection, truth, alerts));
            }
        }
        for (RowRange alert : alerts) {
            if (series.anomalies().stream().noneMatch(alert::overlaps)) {
                mistaken.add(mistaken(detection, alert, alerts));
            }
        }
    }

    private Map<String, @Nullable Object> found(Detection detection, RowRange truth, RowRange alert) {
        Listing.Entry entry = truth(detection.series(), truth);
        int delayed = Math.max(truth.first(), alert.first());
        length(detection.series(), "delay", truth.first(), delayed, entry);
        Nearby early = alert.first() < truth.first()
                ? nearby(detection.series(), "opened", alert.first(), truth.first(), "before its beginning")
                : null;
        return alert(detection, alert, entry).with("relation", early).values();
    }

    private Map<String, @Nullable Object> missed(Detection detection, RowRange truth, List<RowRange> alerts) {
        LabelledSeries series = detection.series();
        Listing.Entry entry = truth(series, truth);
        length(series, "lasted", truth.first(), truth.last(), entry);
        return entry.with(
                        "relation",
                        nearest(truth, alerts)
                                .map(alert -> alert.first() > truth.last()
                                        ? nearby(
                                                series, "an alert opened", truth.last(), alert.first(), "after its end")
                                        : nearby(
                                                series,
                                                "an alert closed",
                                                alert.last() + 1,
                                                truth.first(),
                                                "before its beginning"))
                                .orElse(null))
                .values();
    }

    private Map<String, @Nullable Object> mistaken(Detection detection, RowRange alert, List<RowRange> alerts) {
        LabelledSeries series = detection.series();
        return alert(detection, alert, new Listing.Entry().with("key", series.name()))
                .with(
                        "relation",
                        nearest(alert, series.anomalies())
                                .map(truth -> relation(series, alert, truth, alerts))
                                .orElse(null))
                .values();
    }

    private static Nearby relation(LabelledSeries series, RowRange alert, RowRange truth, List<RowRange> alerts) {
        String which = alerts.stream().anyMatch(truth::overlaps) ? "a found one" : "a missed one";
        return alert.first() > truth.last()
                ? nearby(series, "opened", truth.last(), alert.first(), "after the end of " + which)
                : nearby(series, "closed", alert.last() + 1, truth.first(), "before the beginning of " + which);
    }

    private static Nearby nearby(LabelledSeries series, String event, int from, int to, String relation) {
        return new Nearby(event, relation, to - from, series.times().isEmpty() ? null : series.seconds(from, to));
    }

    /**
     * Returns the closest of other ranges; empty if it is far away. It is close if the gap is no longer than one of the
     * two ranges, or has few rows.
     */
    private static Optional<RowRange> nearest(RowRange one, List<RowRange> others) {
        return others.stream()
                .min(Comparator.comparingInt(other -> gap(one, other)))
                .filter(other -> gap(one, other) <= Math.max(CLOSE, Math.max(one.count(), other.count())));
    }

    private static int gap(RowRange one, RowRange other) {
        return Math.max(other.first() - one.last(), one.first() - other.last());
    }

    private Listing.Entry truth(LabelledSeries series, RowRange truth) {
        return new Listing.Entry()
                .with("key", series.name())
                .with("from", places.of(series, truth.first()))
                .with("to", places.of(series, truth.last()));
    }

    /** Adds an alert. It lasts to the row after its last one, which closed the incident. */
    private Listing.Entry alert(Detection detection, RowRange alert, Listing.Entry entry) {
        LabelledSeries series = detection.series();
        int end = Math.min(alert.last() + 1, series.rows() - 1);
        entry.with("opened", places.of(series, alert.first()));
        length(series, "lasted", alert.first(), end, entry);
        double peak = detection.rows().get(alert.last()).peak();
        return entry.with("peak", Double.isNaN(peak) ? null : peak);
    }

    private static void length(LabelledSeries series, String name, int from, int to, Listing.Entry entry) {
        if (series.times().isEmpty()) {
            entry.with(name + "_rows", to - from);
        } else {
            entry.with(name + "_seconds", series.seconds(from, to));
        }
    }
}
