package io.sluice.format;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.event.JsonLeaves;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The places where events have values. They show which place was probably meant by a pointer that leads nowhere.
 *
 * @param pointers JSON pointers, those that matter most first
 */
public record KnownPlaces(List<String> pointers) {
    private static final int MOST_NAMED = 8;
    /** A shorter name is part of many others. */
    private static final int SHORTEST_NAME = 3;

    /** No places are known. */
    public static final KnownPlaces NONE = new KnownPlaces(List.of());

    public KnownPlaces {
        pointers = List.copyOf(pointers);
    }

    /** Returns the places of an event that has values in objects. Elements of arrays are left out. */
    public static KnownPlaces in(JsonNode event) {
        return new KnownPlaces(List.copyOf(JsonLeaves.of(event).keySet()));
    }

    /**
     * Returns the place that was probably meant: the one that is spelt nearly like it, else the first one whose name
     * holds its name or is held by it, such as {@code /temp_C} for {@code /temp}. It is empty if there is none.
     */
    public Optional<String> likely(String pointer) {
        if (pointers.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(Spelling.nearest(pointer, pointers))
                .filter(nearest -> Spelling.distance(pointer, nearest) <= pointer.length() / 3)
                .or(() -> pointers.stream()
                        .filter(place -> holds(name(place), name(pointer)) || holds(name(pointer), name(place)))
                        .findFirst());
    }

    private static boolean holds(String longer, String shorter) {
        return shorter.length() >= SHORTEST_NAME && longer.contains(shorter);
    }

    private static String name(String pointer) {
        return pointer.substring(pointer.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    }

    /** Returns the first places as text; empty without any. */
    public String list() {
        return pointers.stream().limit(MOST_NAMED).collect(Collectors.joining(", "))
                + (pointers.size() > MOST_NAMED ? " and others" : "");
    }
}
