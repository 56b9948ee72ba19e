package io.sluice.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.sluice.event.JsonLayout;
import io.sluice.event.TimestampUnit;
import org.jspecify.annotations.Nullable;

/**
 * The field of an event that holds its time.
 *
 * @param pointer the JSON pointer (RFC 6901) to the field, by default {@code /timestamp}
 * @param unit the unit of a time that is a number
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TimestampField(String pointer, TimestampUnit unit) {
    /** The field where nothing else is set. */
    public static final TimestampField DEFAULT = new TimestampField(JsonLayout.TIMESTAMP, TimestampUnit.AUTO);

    /** Takes the defaults where the manifest has no value. */
    public TimestampField(@Nullable String pointer, @Nullable TimestampUnit unit) {
        this.pointer = pointer == null ? JsonLayout.TIMESTAMP : pointer;
        this.unit = unit == null ? TimestampUnit.AUTO : unit;
        if (!this.pointer.startsWith("/")) {
            throw new BundleException(
                    "input.timestamp: the pointer is \"" + pointer + "\"; it must begin with \"/\" (RFC 6901)");
        }
    }

    /** Describes the field for people. The automatic unit is named, because it may refuse a number. */
    @Override
    public String toString() {
        String named = unit == TimestampUnit.AUTO ? unit.setting() + ": " : "";
        return pointer + " (" + named + unit.readable() + ")";
    }
}
