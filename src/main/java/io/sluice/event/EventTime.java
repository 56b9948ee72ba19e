package io.sluice.event;

import java.io.IOException;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The time of an event. It belongs to one decoder. */
final class EventTime {
    private final String pointer;
    private final TimestampUnit unit;
    private final boolean numbersInStrings;
    private long millis;
    private boolean read;

    EventTime(JsonLayout layout) {
        this.pointer = layout.timestamp();
        this.unit = layout.unit();
        this.numbersInStrings = layout.numbersInStrings();
    }

    /** Begins a record, whose time is that of its record unless it has one of its own. */
    void begin(long recordTimestamp) {
        millis = recordTimestamp;
        read = false;
    }

    /** Returns true if the record had a time of its own. */
    boolean isRead() {
        return read;
    }

    /** Returns the time of the event in milliseconds since the epoch. */
    long millis() {
        return millis;
    }

    /** Reads the value of the field; returns a Malformed if the value is no time, else null. */
    @Nullable
    Malformed read(FieldValue value) throws IOException {
        return switch (value.kind()) {
            case NULL -> null;
            case LONG -> take(unit.millis(value.asLong()), value);
            case BIG_INTEGER, REAL -> take(unit.millis(value.asDouble()), value);
            case TEXT -> readString(value);
            case TIME -> takeTime(Timestamps.inRange(value.asLong()));
            case OTHER -> bad(value.name() + ", not " + unit.readable());
        };
    }

    private @Nullable Malformed readString(FieldValue value) throws IOException {
        String text = value.asText();
        if (!numbersInStrings && NumberText.isNumber(text)) {
            return bad("a string that holds a number; set " + JsonLayout.NUMBERS_IN_STRINGS + "=true to read it");
        }
        return take(unit.read(text), value);
    }

    private @Nullable Malformed takeTime(OptionalLong time) {
        if (time.isEmpty()) {
            return bad("a time outside the years 1 to 9999");
        }
        return accept(time.getAsLong());
    }

    private @Nullable Malformed take(OptionalLong time, FieldValue value) throws IOException {
        if (time.isEmpty()) {
            return bad(unit.refusal(value.asText(), TimestampUnit.SETTING));
        }
        return accept(time.getAsLong());
    }

    private @Nullable Malformed accept(long time) {
        millis = time;
        read = true;
        return null;
    }

    private Malformed bad(String fault) {
        return new Malformed(DeadLetterReason.BAD_TIMESTAMP, pointer + " is " + fault);
    }
}
