package io.sluice.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;

/**
 * The part of an anomaly prediction that the demo uses.
 *
 * @param expected the forecast of each channel in the channel's unit; channels without a forecast are absent
 * @param contributions the share of each channel in the score; 0 if the model does not know it
 * @param opened true if this event opens an incident
 * @param peak the largest score of the incident of this event; 0 without an incident
 */
record SensorPrediction(
        double score, Map<String, Double> expected, Map<String, Double> contributions, boolean opened, double peak) {
    SensorPrediction {
        expected = Map.copyOf(expected);
        contributions = Map.copyOf(contributions);
        if (contributions.isEmpty()) {
            throw new IllegalArgumentException("the prediction has no channels");
        }
    }

    static SensorPrediction parse(JsonNode prediction) {
        JsonNode anomaly = prediction.required("anomaly");
        return new SensorPrediction(
                anomaly.required("score").doubleValue(),
                numbers(anomaly.required("expected")),
                shares(anomaly.required("contributions")),
                anomaly.path("incident").path("phase").asText().equals("opened"),
                anomaly.path("incident").path("peak").asDouble());
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

    private static Map<String, Double> shares(JsonNode channels) {
        Map<String, Double> shares = new HashMap<>();
        channels.properties()
                .forEach(channel ->
                        shares.put(channel.getKey(), channel.getValue().asDouble()));
        return shares;
    }

    /** Returns the score to show: the score that opened an incident, if the event opens one. */
    double shownScore() {
        return opened ? Math.max(score, peak) : score;
    }

    /** Returns the channel with the largest share in the score; among equal shares the first by name. */
    String mainChannel() {
        return contributions.entrySet().stream()
                .max(Map.Entry.<String, Double>comparingByValue()
                        .thenComparing(
                                Map.Entry.<String, Double>comparingByKey().reversed()))
                .orElseThrow()
                .getKey();
    }

    /** Returns true if the prediction has more than one channel. */
    boolean hasSeveralChannels() {
        return contributions.size() > 1;
    }
}
