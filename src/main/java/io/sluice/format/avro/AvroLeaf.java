package io.sluice.format.avro;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Resolver;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** Makes nodes that read a value of a simple type and hand it over. */
final class AvroLeaf {
    /** Bytes of a decimal. 128 of them hold the largest double; millions would take seconds to convert. */
    private static final int LONGEST_DECIMAL = 512;

    private AvroLeaf() {}

    /** Reads what a writer wrote as what the reader's schema calls it. */
    @FunctionalInterface
    private interface Reading {
        AvroValue read(AvroInput in) throws IOException;
    }

    /** Converts a whole number. */
    @FunctionalInterface
    private interface Whole {
        AvroValue take(AvroValue value, long number);
    }

    /** Makes a node that hands over a value that is neither a union, a record, an array nor a map. */
    static AvroNode of(Resolver.Action action, int slot) {
        Reading reading = reading(action);
        return in -> in.found(slot, reading.read(in));
    }

    private static Reading reading(Resolver.Action action) {
        Schema writer = action.writer;
        Schema reader = action.reader;
        return switch (reader.getType()) {
            case NULL -> in -> in.value().none();
            case BOOLEAN ->
                in -> {
                    in.decoder().readBoolean();
                    return in.value().other("a boolean");
                };
            case INT, LONG -> whole(of(logicalType(action)));
            case FLOAT, DOUBLE -> real(writer);
            case STRING -> in -> in.value().text(in.string());
            case BYTES -> bytes(logicalType(action));
            case FIXED -> fixed(reader.getFixedSize(), logicalType(action));
            case ENUM -> symbol(writer, reader, ((Resolver.EnumAdjust) action).adjustments);
            case ARRAY, MAP, UNION, RECORD -> throw new IllegalArgumentException(reader + " has fields");
        };
    }

    /** The writer knows what it wrote; the reader's schema counts where the writer's says nothing. */
    private static @Nullable LogicalType logicalType(Resolver.Action action) {
        LogicalType written = action.writer.getLogicalType();
        return written == null ? action.reader.getLogicalType() : written;
    }

    private static Reading whole(Whole conversion) {
        return in -> conversion.take(in.value(), in.decoder().readLong());
    }

    private static Whole of(@Nullable LogicalType type) {
        if (type instanceof LogicalTypes.Date) {
            return (value, days) -> value.time(TimeUnit.DAYS.toMillis(days));
        }
        if (type instanceof LogicalTypes.TimestampMillis || type instanceof LogicalTypes.LocalTimestampMillis) {
            return AvroValue::time;
        }
        if (type instanceof LogicalTypes.TimestampMicros || type instanceof LogicalTypes.LocalTimestampMicros) {
            return (value, micros) -> value.time(Math.floorDiv(micros, 1_000L));
        }
        if (type instanceof LogicalTypes.TimestampNanos || type instanceof LogicalTypes.LocalTimestampNanos) {
            return (value, nanos) -> value.time(Math.floorDiv(nanos, 1_000_000L));
        }
        return AvroValue::whole;
    }

    private static Reading real(Schema writer) {
        return switch (writer.getType()) {
            case FLOAT -> in -> in.value().real(in.decoder().readFloat());
            case DOUBLE -> in -> in.value().real(in.decoder().readDouble());
            default -> in -> in.value().real((double) in.decoder().readLong());
        };
    }

    private static Reading bytes(@Nullable LogicalType type) {
        if (type instanceof LogicalTypes.Decimal decimal) {
            return in -> decimal(in, in.length(), decimal);
        }
        return in -> {
            in.decoder().skipFixed(in.length());
            return in.value().other("bytes");
        };
    }

    private static Reading fixed(int size, @Nullable LogicalType type) {
        if (type instanceof LogicalTypes.Decimal decimal) {
            return in -> decimal(in, size, decimal);
        }
        return in -> {
            in.decoder().skipFixed(size);
            return in.value().other("bytes");
        };
    }

    private static AvroValue decimal(AvroInput in, int length, LogicalTypes.Decimal type) throws IOException {
        if (length == 0) {
            throw new IOException("a decimal has no bytes");
        }
        if (length > LONGEST_DECIMAL) {
            in.decoder().skipFixed(length);
            return in.value().other("a decimal of " + length + " bytes (more than " + LONGEST_DECIMAL + ")");
        }
        return in.value().decimal(new BigDecimal(new BigInteger(in.bytes(length)), type.getScale()));
    }

    private static Reading symbol(Schema writer, Schema reader, int[] adjustments) {
        List<String> symbols = reader.getEnumSymbols();
        return in -> {
            int index = in.index(adjustments.length);
            int adjusted = adjustments[index];
            if (adjusted < 0) {
                throw new IOException("the enum " + reader.getFullName() + " of the latest schema has no symbol "
                        + writer.getEnumSymbols().get(index));
            }
            return in.value().text(symbols.get(adjusted));
        };
    }
}
