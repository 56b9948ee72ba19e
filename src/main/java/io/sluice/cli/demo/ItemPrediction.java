package io.sluice.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** The part of a next-item prediction that the demo uses: the ranked items, most probable first. */
record ItemPrediction(List<Ranked> ranking) {
    ItemPrediction {
        ranking = List.copyOf(ranking);
    }

    /** An item and its probability. */
    record Ranked(String item, double probability) {}

    static ItemPrediction parse(JsonNode prediction) {
        List<Ranked> ranking = new ArrayList<>();
        for (JsonNode ranked : prediction.required("ranking")) {
            ranking.add(new Ranked(
                    ranked.required("item").textValue(),
                    ranked.required("score").doubleValue()));
        }
        return new ItemPrediction(ranking);
    }

    /** Returns the ranked items without their probabilities. */
    List<String> items() {
        return ranking.stream().map(Ranked::item).toList();
    }
}
