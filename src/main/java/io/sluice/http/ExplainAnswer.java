package io.sluice.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.event.TextEvent;
import io.sluice.live.EventExplainer.Without;
import io.sluice.live.LiveEvent;
import io.sluice.live.StartedEvent;
import io.sluice.live.WhatIf;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** The answer to the question why the latest event of a key was judged as it was. */
final class ExplainAnswer {
    private final LivePipeline pipeline;
    private final Answers answers;
    private final boolean payloads;

    ExplainAnswer(LivePipeline pipeline, Answers answers, boolean payloads) {
        this.pipeline = pipeline;
        this.answers = answers;
        this.payloads = payloads;
    }

    /**
     * Explains the latest of a key's events.
     *
     * @param events the latest events of the key with the states before them, the oldest first
     */
    ObjectNode of(List<StartedEvent> events) {
        StartedEvent started = events.get(events.size() - 1);
        LiveEvent latest = started.event();
        ObjectNode again = again(started);
        ObjectNode answer = Answers.object().put("key", latest.key()).put("instance", pipeline.instance());
        answer.setAll(answers.event(latest));
        JsonNode input = again.get("input");
        answer.set(
                "explain",
                switch (pipeline.manifest().task()) {
                    case ANOMALY -> again.get("explain");
                    case CLASSIFICATION -> words(started, again);
                    case RANKING -> items(events, again);
                });
        answer.set(
                "gates",
                GatesAnswer.of(pipeline.gates(), started.before(), input).orElse(null));
        return answer;
    }

    private ObjectNode again(StartedEvent event) {
        WhatIf.Answer answer = pipeline.explainer().again(event);
        if (answer instanceof WhatIf.Refused refused) {
            throw new ApiError(
                    409,
                    "the event cannot be read again: " + refused.malformed().detail());
        }
        return Answers.prediction(((WhatIf.Predicted) answer).prediction());
    }

    /** Returns what each word does to the probability of the text's label. */
    private ObjectNode words(StartedEvent event, ObjectNode prediction) {
        TextEvent text = (TextEvent) event.event().event();
        String label = prediction.path("classification").path("label").asText();
        double with = probability(prediction, label);
        List<Effect> effects = pipeline.explainer().withoutWords(event, text).stream()
                .map(without ->
                        effect(without, payloads ? without.part() : null, with, rest -> probability(rest, label)))
                .toList();
        String head = String.format(Locale.ROOT, "The label is %s with a probability of %.2f. ", label, with);
        ObjectNode explain = Answers.object()
                .put("text", head + sentence(effects, with, "Word", "%.2f", "No single word decides."))
                .put("label", label)
                .put("probability", (float) with);
        explain.set("words", list(effects, "word"));
        return explain;
    }

    private static double probability(ObjectNode prediction, String label) {
        return prediction
                .path("classification")
                .path("probabilities")
                .path(label)
                .asDouble();
    }

    private static Effect effect(
            Without without, @Nullable String part, double with, ToDoubleFunction<ObjectNode> probability) {
        byte[] rest = without.prediction();
        double size = rest == null ? Double.NaN : with - probability.applyAsDouble(Answers.prediction(rest));
        return new Effect(part, without.place(), size);
    }

    /** Says which part counts most. */
    private static String sentence(List<Effect> effects, double with, String kind, String format, String none) {
        return effects.stream()
                .filter(effect -> effect.size > 0)
                .max(Comparator.comparingDouble(Effect::size))
                .map(effect -> effect.name(kind) + " counts most: without it, the probability is "
                        + String.format(Locale.ROOT, format, with - effect.size) + ".")
                .orElse(none);
    }

    /** Returns what each past item does to the probability of the first item of the ranking. */
    private ObjectNode items(List<StartedEvent> events, ObjectNode prediction) {
        String top = prediction.path("ranking").path(0).path("item").asText();
        double with = prediction.path("ranking").path(0).path("score").asDouble();
        List<Effect> effects = pipeline.explainer().withoutItems(events).stream()
                .map(without -> effect(without, without.part(), with, rest -> score(rest, top)))
                .toList();
        String head = String.format(Locale.ROOT, "%s comes first with a probability of %.3f. ", top, with);
        ObjectNode explain = Answers.object()
                .put("text", head + sentence(effects, with, "Item", "%.3f", "No past item decides."))
                .put("item", top)
                .put("probability", (float) with);
        explain.set("past", list(effects, "item"));
        return explain;
    }

    /** Returns the score of an item in a ranking; for an item outside it, that of the last one, which is no lower. */
    private static double score(ObjectNode prediction, String item) {
        double last = 0;
        for (JsonNode ranked : prediction.path("ranking")) {
            last = ranked.path("score").asDouble();
            if (ranked.path("item").asText().equals(item)) {
                return last;
            }
        }
        return last;
    }

    /**
     * The effect of a part of the input.
     *
     * @param part the word or the item; null if it is not shown
     * @param size the probability with it minus the probability without it; NaN if there is nothing without it
     */
    private record Effect(@Nullable String part, int place, double size) {
        String name(String kind) {
            return part == null ? kind + " " + (place + 1) : "\"" + part + "\"";
        }
    }

    private static ArrayNode list(List<Effect> effects, String name) {
        ArrayNode list = Answers.array();
        for (Effect effect : effects) {
            ObjectNode one = list.addObject().put("place", effect.place + 1).put(name, effect.part);
            if (Double.isNaN(effect.size)) {
                one.putNull("effect");
            } else {
                one.put("effect", (float) effect.size);
            }
        }
        return list;
    }
}
