package io.sluice.offline.scoring;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.event.NumericEvent;
import io.sluice.model.Manifest;
import io.sluice.offline.Plural;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Counts the events that were not judged, by the reason. */
final class UnjudgedEvents {
    private final boolean tails;
    private final Set<String> judgedKeys = new HashSet<>();
    private long first;
    private long below0;
    private long empty;
    private long later;

    /** @param manifest names the scorer: {@code tails} does not judge a surprise below 0 */
    UnjudgedEvents(Manifest manifest) {
        this.tails = manifest.scorer() != Manifest.ScorerKind.PROFILE;
    }

    void add(ScoredEvent event) {
        JsonNode anomaly = event.prediction().path("anomaly");
        if (anomaly.path("judged").asBoolean(true)) {
            judgedKeys.add(event.key());
        } else if (event.event() instanceof NumericEvent readings && readings.isEmpty()) {
            empty++;
        } else if (tails && anomaly.path("surprise").doubleValue() < 0) {
            below0++;
        } else if (judgedKeys.contains(event.key())) {
            later++;
        } else {
            first++;
        }
    }

    /**
     * Returns the line about them; empty if all events were judged.
     *
     * @param remedy the end of the sentence
     */
    Optional<String> line(String remedy) {
        List<String> reasons = new ArrayList<>();
        addTo(reasons, first, ", the first of each key");
        addTo(reasons, later, " after a silence");
        addTo(reasons, below0, " whose surprise is below 0");
        addTo(reasons, empty, " without a reading");
        return reasons.isEmpty()
                ? Optional.empty()
                : Optional.of("not judged: " + String.join("; ", reasons) + (reasons.size() == 1 ? ", which" : "; they")
                        + " score 0" + remedy);
    }

    private static void addTo(List<String> reasons, long count, String reason) {
        if (count > 0) {
            reasons.add(Plural.format(count, "event") + reason);
        }
    }
}
