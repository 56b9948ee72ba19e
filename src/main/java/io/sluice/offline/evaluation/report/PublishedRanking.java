package io.sluice.offline.evaluation.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The published values of a metric by method, with the model in its place among them.
 *
 * @param metric the name of the metric
 * @param methods the value of each method
 */
record PublishedRanking(String metric, Map<String, Double> methods) {
    PublishedRanking {
        methods = Map.copyOf(methods);
    }

    private record Place(String method, double value) {}

    Map<String, Map<String, Double>> json() {
        return Map.of(metric, new TreeMap<>(methods));
    }

    /** Returns a header and a row for each method, the best first. */
    List<List<String>> rows(Map<String, Double> metrics) {
        List<List<String>> rows = new ArrayList<>(List.of(List.of("method", metric)));
        places(metrics)
                .forEach(place -> rows.add(List.of(place.method, String.format(Locale.ROOT, "%.4f", place.value))));
        return rows;
    }

    private List<Place> places(Map<String, Double> metrics) {
        List<Place> places = new ArrayList<>();
        places.add(new Place("THIS MODEL", Objects.requireNonNull(metrics.get(metric))));
        new TreeMap<>(methods).forEach((method, value) -> places.add(new Place(method, value)));
        places.sort(Comparator.comparingDouble(Place::value).reversed());
        return places;
    }

    /** Returns a line for each method, the best first. */
    String text(Map<String, Double> metrics) {
        List<Place> places = places(metrics);
        StringBuilder text = new StringBuilder(metric + " of published methods on the same series:");
        for (int i = 0; i < places.size(); i++) {
            Place place = places.get(i);
            text.append(String.format(Locale.ROOT, "%n  %3d.  %-20s  %.4f", i + 1, place.method, place.value));
        }
        return text.toString();
    }
}
