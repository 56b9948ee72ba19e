package io.sluice.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;

/**
 * What the demo reads of a sensor's prediction.
 *
 * @param expected what was forecast, by channel, in its unit; without those of which nothing was
 * @param contributions each channel's share in the score
 * @param opened whether this event opens an incident
 */
record SensorPrediction(double score, Map<String, Double> expected, Map<String, Double> contributions, boolean opened) {
    SensorPrediction {
        expected = Map.copyOf(expected);
        contributions = Map.copyOf(contributions);
        if (contributions.isEmpty()) {
            throw new IllegalArgumentException("a prediction without channels");
        }
    }

    static SensorPrediction of(JsonNode prediction) {
        JsonNode anomaly = prediction.required("anomaly");
        return new SensorPrediction(
                anomaly.required("score").doubleValue(),
                numbers(anomaly.required("expected")),
                numbers(anomaly.required("contributions")),
                anomaly.path("incident").path("phase").asText().equals("opened"));
    }

    private static Map<String, Double> numbers(JsonNode channels) {
        Map<String, Double> numbers = new HashMap<>();
        channels.properties().forEach(channel -> {
            if (channel.getValue().isNumber()) {
                numbers.put(channel.getKey(), channel.getValue().doubleValue());
            }
        });
        return numbers;
    }

    /** The channel with the largest share; of equal ones the first by name. */
    String first() {
        return contributions.entrySet().stream()
                .max(Map.Entry.<String, Double>comparingByValue()
                        .thenComparing(
                                Map.Entry.<String, Double>comparingByKey().reversed()))
                .orElseThrow()
                .getKey();
    }

    /** Whether there are several channels, of which one is to be named. */
    boolean isOfSeveral() {
        return contributions.size() > 1;
    }
}
