package io.sluice.offline.evaluation.report;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A list in a report, such as the missed incidents. The JSON has all entries, and a table for people has the first.
 *
 * @param name the name in the JSON
 * @param heading the heading of the table
 * @param entries the values of each entry by column; each entry has the same columns, and null is no value
 */
public record Listing(String name, String heading, List<Map<String, @Nullable Object>> entries) {
    public Listing {
        entries = List.copyOf(entries);
    }

    /** Builds an entry. */
    public static final class Entry {
        private final Map<String, @Nullable Object> values = new LinkedHashMap<>();

        /** Adds a value; null for none. */
        public Entry with(String column, @Nullable Object value) {
            values.put(column, value);
            return this;
        }

        /** Returns the values by column. */
        public Map<String, @Nullable Object> values() {
            return values;
        }
    }

    /** Returns the heading with the number of entries. */
    String title() {
        return heading + ": " + (entries.isEmpty() ? "none" : String.format(Locale.ROOT, "%,d", entries.size()));
    }

    /** Returns a header and a row for each of the first entries; nothing if there is no entry. */
    List<List<String>> rows(int most) {
        List<List<String>> rows = new ArrayList<>();
        for (Map<String, @Nullable Object> entry : entries.subList(0, Math.min(most, entries.size()))) {
            if (rows.isEmpty()) {
                rows.add(List.copyOf(entry.keySet()));
            }
            rows.add(row(entry.values()));
        }
        return rows;
    }

    private static List<String> row(Collection<@Nullable Object> values) {
        List<String> row = new ArrayList<>();
        for (Object value : values) {
            row.add(value instanceof Double number ? ReportTable.number(number) : cell(value));
        }
        return row;
    }

    private static String cell(@Nullable Object value) {
        return value == null ? ReportTable.NO_NUMBER : value.toString();
    }

    /** Returns the line about the entries after the first ones; empty if there are none. */
    String rest(int most) {
        return entries.size() <= most
                ? ""
                : String.format(
                        Locale.ROOT, "and %,d more; \"%s\" of --report FILE.json has all", entries.size() - most, name);
    }
}
