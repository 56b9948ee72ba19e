package io.sluice.offline.evaluation.report;

import io.sluice.offline.DurationText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A list in a report, such as the missed incidents. The JSON has all entries, and a table for people has the first. A
 * column whose name ends in {@code _seconds} is a duration for people.
 *
 * @param name the name in the JSON
 * @param heading the heading of the table
 * @param entries the values of each entry by column; each entry has the same columns, and null is no value
 */
public record Listing(String name, String heading, List<Map<String, @Nullable Object>> entries) {
    private static final String SECONDS = "_seconds";

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
                rows.add(entry.keySet().stream().map(Listing::heading).toList());
            }
            rows.add(row(entry));
        }
        return rows;
    }

    /** Returns the heading of a column for people. */
    private static String heading(String column) {
        return withoutUnit(column).replace('_', ' ');
    }

    private static String withoutUnit(String column) {
        return column.endsWith(SECONDS) ? column.substring(0, column.length() - SECONDS.length()) : column;
    }

    private static List<String> row(Map<String, @Nullable Object> entry) {
        List<String> row = new ArrayList<>();
        entry.forEach((column, value) -> row.add(cell(column, value)));
        return row;
    }

    private static String cell(String column, @Nullable Object value) {
        if (value == null) {
            return ReportTable.NO_NUMBER;
        }
        if (value instanceof Double number) {
            return column.endsWith(SECONDS) ? DurationText.format(number) : ReportTable.number(number);
        }
        return value instanceof Integer count ? String.format(Locale.ROOT, "%,d", count) : value.toString();
    }

    /** Returns the line about the entries after the first ones; empty if there are none. */
    String rest(int most) {
        return entries.size() <= most
                ? ""
                : String.format(
                        Locale.ROOT, "and %,d more; \"%s\" of --report FILE.json has all", entries.size() - most, name);
    }
}
