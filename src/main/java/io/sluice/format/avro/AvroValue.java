package io.sluice.format.avro;

import io.sluice.event.FieldValue;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** The value that was read last. Each value overwrites the one before, so that reading makes no objects. */
final class AvroValue implements FieldValue {
    private Kind kind = Kind.NULL;
    private long number;
    private double real;
    private String text = "";
    private @Nullable BigDecimal decimal;
    private String name = "";

    AvroValue none() {
        kind = Kind.NULL;
        return this;
    }

    AvroValue whole(long value) {
        kind = Kind.LONG;
        number = value;
        return this;
    }

    AvroValue time(long millis) {
        kind = Kind.TIME;
        number = millis;
        return this;
    }

    AvroValue real(double value) {
        kind = Kind.REAL;
        real = value;
        decimal = null;
        return this;
    }

    AvroValue decimal(BigDecimal value) {
        kind = Kind.REAL;
        decimal = value;
        return this;
    }

    AvroValue text(String value) {
        kind = Kind.TEXT;
        text = value;
        return this;
    }

    /** Takes a value of a type that no field may have, by the name of the type. */
    AvroValue other(String type) {
        kind = Kind.OTHER;
        name = type;
        return this;
    }

    @Override
    public Kind kind() {
        return kind;
    }

    @Override
    public long asLong() {
        return number;
    }

    @Override
    public double asDouble() {
        if (kind == Kind.LONG) {
            return number;
        }
        return decimal == null ? real : decimal.doubleValue();
    }

    @Override
    public String asText() {
        return switch (kind) {
            case LONG -> Long.toString(number);
            case REAL -> decimal == null ? Double.toString(real) : decimal.toString();
            case NULL, BIG_INTEGER, TEXT, TIME, OTHER -> text;
        };
    }

    @Override
    public String name() {
        return switch (kind) {
            case NULL -> "null";
            case LONG, BIG_INTEGER, REAL -> "a number";
            case TEXT -> "a string";
            case TIME -> "a time";
            case OTHER -> name;
        };
    }
}
