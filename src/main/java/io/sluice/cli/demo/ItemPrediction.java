package io.sluice.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** What the demo reads of an item's prediction: what comes next, the likeliest first. */
record ItemPrediction(List<Ranked> ranking) {
    ItemPrediction {
        ranking = List.copyOf(ranking);
    }

    /** An item and how likely it is. */
    record Ranked(String item, double probability) {}

    static ItemPrediction of(JsonNode prediction) {
        List<Ranked> ranking = new ArrayList<>();
        for (JsonNode ranked : prediction.required("ranking")) {
            ranking.add(new Ranked(
                    ranked.required("item").textValue(),
                    ranked.required("score").doubleValue()));
        }
        return new ItemPrediction(ranking);
    }

    List<String> items() {
        return ranking.stream().map(Ranked::item).toList();
    }
}
