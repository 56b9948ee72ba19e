package io.sluice.offline.scoring;

import io.sluice.model.Manifest;
import io.sluice.offline.Plural;
import io.sluice.recording.TimeField;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Counts the outcomes of a file, and collects its incidents, for a summary. */
final class ScoringSummary implements PredictionSink {
    private static final int MOST_INCIDENTS = 50;
    private static final int SHOWN_ROW = 200;

    private final Set<String> keys = new HashSet<>();
    private final Map<String, Long> reasons = new TreeMap<>();
    private final Map<String, Long> labels = new TreeMap<>();
    private final UnjudgedEvents unjudged;
    private final List<FoundIncident> incidents = new ArrayList<>();
    private final Map<String, FoundIncident> open = new HashMap<>();
    private @Nullable DeadLetter firstLetter;
    private long events;
    private long letters;
    private long untimed;
    private String timeHint = "";

    ScoringSummary(Manifest manifest) {
        this.unjudged = new UnjudgedEvents(manifest);
    }

    @Override
    public void scored(ScoredEvent event) {
        events++;
        keys.add(event.key());
        if (!event.timed()) {
            untimed++;
            timeHint = untimed == 1 ? TimeField.hint(event.value()) : timeHint;
        }
        unjudged.add(event);
        String label = event.prediction().path("classification").path("label").asText();
        if (!label.isEmpty()) {
            labels.merge(label, 1L, Long::sum);
        }
        String phase = FoundIncident.of(event).path("phase").asText();
        if (phase.equals("opened")) {
            FoundIncident opened = new FoundIncident(event);
            incidents.add(opened);
            open.put(event.key(), opened);
        }
        FoundIncident incident = open.get(event.key());
        if (incident != null && !phase.isEmpty()) {
            incident.add(event);
        }
        if (phase.equals("closed")) {
            open.remove(event.key());
        }
    }

    @Override
    public void rejected(DeadLetter letter) {
        letters++;
        reasons.merge(letter.reason(), 1L, Long::sum);
        if (firstLetter == null) {
            firstLetter = letter;
        }
    }

    long events() {
        return events;
    }

    /** Returns the reason why no event was scored. */
    String emptiness() {
        return letters == 0
                ? "it has no row with an event"
                : "all rows, of which there are " + String.format(Locale.ROOT, "%,d", letters) + ", are dead letters: "
                        + counts(reasons);
    }

    /** Returns the first row that is a dead letter, cut to a readable length; empty if there is none. */
    String firstRow() {
        String row = firstLetter == null ? "" : firstLetter.value();
        return row.length() <= SHOWN_ROW ? row : row.substring(0, SHOWN_ROW) + "...";
    }

    /** Returns true if at least one row was a dead letter for a reason. */
    boolean has(String reason) {
        return reasons.containsKey(reason);
    }

    /** Returns the lines of the summary. */
    List<String> lines(String file, double seconds) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "%s: %s of %s, %s, %.1f s",
                file,
                Plural.format(events, "event"),
                Plural.format(keys.size(), "key"),
                Plural.format(letters, "dead letter"),
                seconds));
        if (firstLetter != null) {
            lines.add("dead letters: " + counts(reasons) + "; the first, line " + firstLetter.line() + ": "
                    + firstLetter.detail());
        }
        if (untimed > 0) {
            lines.add("without a time: " + Plural.format(untimed, "event") + ", whose time is 1970-01-01T00:00:00Z"
                    + (untimed == events ? timeHint : ""));
        }
        if (!labels.isEmpty()) {
            lines.add("labels: " + counts(labels));
        }
        return lines;
    }

    /**
     * Returns the lines about incidents, for a model that finds anomalies.
     *
     * @param remedy the end of the sentence about events that are not judged
     */
    List<String> incidentLines(String remedy) {
        List<String> lines = new ArrayList<>();
        unjudged.line(remedy).ifPresent(lines::add);
        lines.add("incidents: " + incidents.size());
        int shown = Math.min(MOST_INCIDENTS, incidents.size());
        if (shown > 0) {
            lines.addAll(new IncidentTable(incidents.subList(0, shown)).lines());
        }
        if (shown < incidents.size()) {
            lines.add("and " + Plural.format((long) incidents.size() - shown, "more incident")
                    + "; the predictions have all of them");
        }
        return lines;
    }

    private static String counts(Map<String, Long> counts) {
        return counts.entrySet().stream()
                .map(one -> String.format(Locale.ROOT, "%s %,d", one.getKey(), one.getValue()))
                .collect(Collectors.joining(", "));
    }
}
