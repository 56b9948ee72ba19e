package io.sluice.recording;

import com.fasterxml.jackson.core.JsonPointer;
import io.sluice.event.TimestampUnit;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The fields of recorded events that have a meaning: columns of a CSV, or fields of JSON by their names or JSON
 * pointers (RFC 6901).
 *
 * @param key the field that holds the key; null if the file has no keys
 * @param timestamp the field that holds the time
 * @param unit the unit of a time that is a number
 * @param strings columns of a CSV whose values are text even where they look like numbers
 */
public record EventFields(@Nullable String key, String timestamp, TimestampUnit unit, Set<String> strings) {
    /** The field of the time where nothing else is set. */
    public static final String TIMESTAMP = "timestamp";

    /** No key, and times in the field {@code timestamp}. */
    public static final EventFields DEFAULT = new EventFields(null, TIMESTAMP, TimestampUnit.AUTO, Set.of());

    public EventFields {
        strings = Set.copyOf(strings);
    }

    /** Returns these fields with a key; null for none. */
    public EventFields withKey(@Nullable String field) {
        return new EventFields(field, timestamp, unit, strings);
    }

    /** Returns these fields with columns that are text. */
    public EventFields withStrings(Set<String> columns) {
        return new EventFields(key, timestamp, unit, columns);
    }

    /**
     * Returns these fields with the time at the pointer of a model's layout. The usual pointer becomes the column
     * {@value #TIMESTAMP}.
     */
    public EventFields withTime(String pointer, TimestampUnit timeUnit) {
        return new EventFields(key, pointer.equals("/" + TIMESTAMP) ? TIMESTAMP : pointer, timeUnit, strings);
    }

    /** Returns the pointer to a field that is given by its name or its pointer. */
    public static JsonPointer pointer(String field) {
        return field.startsWith("/")
                ? JsonPointer.compile(field)
                : JsonPointer.empty().appendProperty(field);
    }
}
