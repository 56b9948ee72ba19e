package io.sluice.offline.evaluation.series;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.offline.dataset.RowRange;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;

/** Values that the Python package TSB-AD computed. {@code tsb-ad-cases.py} in the folder of the file made them. */
record TsbAdCases(List<Metrics> metrics, List<Window> windows) {
    /** The metrics of scores. */
    record Metrics(
            String name,
            int window,
            List<Double> scores,
            List<List<Integer>> events,
            @JsonProperty("vus_pr") double vusPr,
            @JsonProperty("auc_pr") double aucPr) {
        List<RowRange> ranges() {
            return events.stream()
                    .map(event -> new RowRange(event.get(0), event.get(1)))
                    .toList();
        }

        double[] scoreOfEachRow() {
            return scores.stream().mapToDouble(Double::doubleValue).toArray();
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
