package io.sluice.format;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.Internal;
import io.sluice.event.JsonLeaves;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The places where events have values. They show which place was probably meant by a pointer that leads nowhere.
 *
 * @param pointers JSON pointers, those that matter most first
 */
@Internal
public record KnownPlaces(List<String> pointers) {
    private static final int MOST_NAMED = 8;

    /** No places are known. */
    public static final KnownPlaces NONE = new KnownPlaces(List.of());

    public KnownPlaces {
        pointers = List.copyOf(pointers);
    }

    /** Returns the places of an event that has values in objects. Elements of arrays are left out. */
    public static KnownPlaces in(JsonNode event) {
        return new KnownPlaces(List.copyOf(JsonLeaves.of(event).keySet()));
    }

    /** Returns the place that was probably meant; empty if none is near. */
    public Optional<String> likely(String pointer) {
        return pointers.isEmpty()
                ? Optional.empty()
                : Optional.of(Spelling.nearest(pointer, pointers))
                        .filter(nearest -> Spelling.distance(pointer, nearest) <= pointer.length() / 3);
    }

    /** Returns the first places as text; empty without any. */
    public String list() {
        return pointers.stream().limit(MOST_NAMED).collect(Collectors.joining(", "))
                + (pointers.size() > MOST_NAMED ? " and others" : "");
    }
}
