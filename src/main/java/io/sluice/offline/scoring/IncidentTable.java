package io.sluice.offline.scoring;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The incidents of a file as a text table, in the order in which they opened.
 *
 * @param incidents at least one
 */
record IncidentTable(List<FoundIncident> incidents) {
    private static final List<String> HEADER =
            List.of("key", "opened", "line", "closed", "line", "events", "peak score");

    IncidentTable {
        incidents = List.copyOf(incidents);
    }

    List<String> lines() {
        List<List<String>> rows = new ArrayList<>(List.of(HEADER));
        incidents.forEach(incident -> rows.add(row(incident)));
        int[] widths = IntStream.range(0, HEADER.size())
                .map(column -> rows.stream()
                        .mapToInt(row -> row.get(column).length())
                        .max()
                        .orElse(0))
                .toArray();
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private static List<String> row(FoundIncident incident) {
        ScoredEvent opening = incident.opening();
        ScoredEvent closing = incident.closing();
        return List.of(
                opening.key(),
                time(opening),
                Long.toString(opening.line()),
                closing == null ? "open at the end" : time(closing),
                closing == null ? "" : Long.toString(closing.line()),
                Long.toString(incident.events()),
                String.format(Locale.ROOT, "%.3f", incident.peak()));
    }

    private static String time(ScoredEvent event) {
        return event.timed() ? event.prediction().path("timestamp").asText() : "";
    }

    private static String line(List<String> row, int... widths) {
        return IntStream.range(0, row.size())
                .mapToObj(column -> String.format(Locale.ROOT, "%-" + widths[column] + "s", row.get(column)))
                .collect(Collectors.joining("  ", "  ", ""))
                .stripTrailing();
    }
}
