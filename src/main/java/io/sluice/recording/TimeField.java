package io.sluice.recording;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Finds a field that is probably the time of an event, for a hint to a user whose events have no time. */
public final class TimeField {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> NAMES = Set.of(
            "time",
            "ts",
            "date",
            "datetime",
            "timestamp",
            "eventtime",
            "eventts",
            "createdat",
            "occurredat",
            "measuredat");

    private TimeField() {}

    /** Returns a hint such as "; add --timestamp time if that field is the time"; empty if no field looks like one. */
    public static String hint(String event) {
        return likely(event)
                .map(field -> "; add --timestamp " + field + " if that field is the time")
                .orElse("");
    }

    private static Optional<String> likely(String event) {
        try {
            JsonNode fields = JSON.readTree(event);
            List<String> names = new ArrayList<>();
            fields.fieldNames().forEachRemaining(names::add);
            return names.contains(EventFields.TIMESTAMP)
                    ? Optional.empty()
                    : names.stream().filter(TimeField::looksLikeTime).findFirst();
        } catch (JsonProcessingException e) {
            return Optional.empty(); // plain text has no fields
        }
    }

    private static boolean looksLikeTime(String name) {
        return NAMES.contains(name.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", ""));
    }
}
