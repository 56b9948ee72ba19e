package io.sluice.offline.evaluation.series;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.offline.Plural;
import io.sluice.offline.evaluation.own.OwnRow;
import io.sluice.offline.evaluation.run.Refusal;
import io.sluice.offline.evaluation.run.ScoringRun;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The outcomes of a user's own rows.
 *
 * @param rows the outcomes of each key; {@link ScoredRow#NOTHING} for a dead letter
 * @param outputs what the model gave for each row, the row y; empty for a dead letter
 * @param refused the dead letters
 */
record OwnOutcomes(
        Map<String, List<ScoredRow>> rows, Map<String, List<Optional<List<Float>>>> outputs, List<Letter> refused) {
    /** A dead letter with its row. */
    record Letter(OwnRow row, Refusal refusal) {}

    /** A prediction, or a refusal in its place. */
    private record Outcome(
            ScoredRow row,
            Optional<List<Float>> output,
            @Nullable Refusal refusal) {}

    /**
     * Scores the rows of keys.
     *
     * @param scoring gives predictions with the output of the model
     */
    static OwnOutcomes of(List<OwnKey> keys, ScoringRun scoring) {
        Map<String, List<Outcome>> outcomes = scoring.score(
                keys.stream().map(OwnKey::events).toList(),
                prediction -> new Outcome(ScoredRow.read(prediction), Optional.of(output(prediction)), null),
                refusal -> new Outcome(ScoredRow.NOTHING, Optional.empty(), refusal));
        Map<String, List<ScoredRow>> rows = new LinkedHashMap<>();
        Map<String, List<Optional<List<Float>>>> outputs = new LinkedHashMap<>();
        List<Letter> refused = new ArrayList<>();
        for (OwnKey key : keys) {
            List<Outcome> all = Objects.requireNonNull(outcomes.get(key.name()), "every key has an event");
            rows.put(key.name(), all.stream().map(Outcome::row).toList());
            outputs.put(key.name(), all.stream().map(Outcome::output).toList());
            for (int row = 0; row < all.size(); row++) {
                Refusal refusal = all.get(row).refusal;
                if (refusal != null) {
                    refused.add(new Letter(key.rows().get(row), refusal));
                }
            }
        }
        return new OwnOutcomes(rows, outputs, refused);
    }

    private static List<Float> output(JsonNode prediction) {
        List<Float> output = new ArrayList<>();
        prediction.path("raw").forEach(value -> output.add(value.floatValue()));
        return output;
    }

    /** Returns the number of dead letters. */
    int letters() {
        return refused.size();
    }

    /** Returns a line with the number of dead letters, their reasons and the first of them; empty if there is none. */
    Optional<String> letterLine() {
        return refused.stream()
                .min(Comparator.<Letter, String>comparing(letter -> letter.row.file())
                        .thenComparing(letter -> letter.row.event().line()))
                .map(first -> Plural.format(letters(), "dead letter") + " (" + reasons() + "); the first: "
                        + first.row.where() + ": " + first.refusal.detail());
    }

    private String reasons() {
        Map<String, Long> counts = refused.stream()
                .collect(Collectors.groupingBy(letter -> letter.refusal.reason(), TreeMap::new, Collectors.counting()));
        return counts.entrySet().stream()
                .map(one -> String.format(Locale.ROOT, "%s %,d", one.getKey(), one.getValue()))
                .collect(Collectors.joining(", "));
    }
}
