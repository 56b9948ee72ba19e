package io.sluice.offline.evaluation.series;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.offline.dataset.RowRange;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;

/** Values that the Python package TSB-AD computed, made by {@code tsb-ad-cases.py} beside the file. */
record TsbAdCases(List<Metrics> metrics, List<Window> windows) {
    /** The metrics of scores. */
    record Metrics(
            String name,
            int window,
            double[] scores,
            int[][] events,
            @JsonProperty("vus_pr") double vusPr,
            @JsonProperty("auc_pr") double aucPr) {
        List<RowRange> ranges() {
            return List.of(events).stream()
                    .map(event -> new RowRange(event[0], event[1]))
                    .toList();
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** The window of a series. */
    record Window(String name, List<Double> data, int window) {
        @Override
        public String toString() {
            return name;
        }
    }

    static TsbAdCases read() throws IOException {
        try (InputStream json = TsbAdCases.class.getResourceAsStream("tsb-ad-cases.json")) {
            return new ObjectMapper().readValue(Objects.requireNonNull(json), TsbAdCases.class);
        }
    }
}
