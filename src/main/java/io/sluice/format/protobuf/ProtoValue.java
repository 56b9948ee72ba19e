package io.sluice.format.protobuf;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.sluice.event.FieldValue;
import java.math.BigInteger;

/** One value of a field of a message. */
record ProtoValue(Object value, Kind kind, String name) implements FieldValue {
    private static final String TIMESTAMP = "google.protobuf.Timestamp";
    /** Beyond the years 1 to 9999, so that any larger number of seconds is refused as well. */
    private static final long MOST_SECONDS = 1_000_000_000_000L;

    /** Takes a single value, which may be an element of a list. */
    static ProtoValue of(FieldDescriptor field, Object value) {
        return switch (field.getJavaType()) {
            case INT ->
                new ProtoValue(isUnsigned(field) ? Integer.toUnsignedLong((int) value) : value, Kind.LONG, "a number");
            case LONG -> whole(field, (long) value);
            case FLOAT, DOUBLE -> new ProtoValue(value, Kind.REAL, "a number");
            case STRING -> new ProtoValue(value, Kind.TEXT, "a string");
            case ENUM -> constant((EnumValueDescriptor) value);
            case BOOLEAN -> other(value, "a boolean");
            case BYTE_STRING -> other(value, "bytes");
            case MESSAGE -> message((Message) value);
        };
    }

    private static boolean isUnsigned(FieldDescriptor field) {
        return switch (field.getType()) {
            case UINT32, FIXED32, UINT64, FIXED64 -> true;
            default -> false;
        };
    }

    private static ProtoValue whole(FieldDescriptor field, long value) {
        return isUnsigned(field) && value < 0
                ? new ProtoValue(new BigInteger(Long.toUnsignedString(value)), Kind.BIG_INTEGER, "a number")
                : new ProtoValue(value, Kind.LONG, "a number");
    }

    /** An enum of proto3 keeps a number that its type does not know, and the library makes up a name for it. */
    private static ProtoValue constant(EnumValueDescriptor constant) {
        return constant.getType().findValueByNumber(constant.getNumber()) == null
                ? other(
                        constant,
                        "the unknown number " + constant.getNumber() + " of the enum "
                                + constant.getType().getFullName())
                : new ProtoValue(constant.getName(), Kind.TEXT, "a string");
    }

    /** A list, a map or a message where a single value is wanted. */
    static ProtoValue other(Object value, String name) {
        return new ProtoValue(value, Kind.OTHER, name);
    }

    /** Returns true if messages of a type are times. */
    static boolean isTime(Descriptor type) {
        return type.getFullName().equals(TIMESTAMP);
    }

    private static ProtoValue message(Message message) {
        if (!isTime(message.getDescriptorForType())) {
            return other(message, "a message");
        }
        long seconds = (long) message.getField(message.getDescriptorForType().findFieldByNumber(1));
        int nanos = (int) message.getField(message.getDescriptorForType().findFieldByNumber(2));
        long bounded = Math.max(-MOST_SECONDS, Math.min(MOST_SECONDS, seconds));
        return new ProtoValue(bounded * 1000 + Math.floorDiv(nanos, 1_000_000), Kind.TIME, "a time");
    }

    @Override
    public long asLong() {
        return ((Number) value).longValue();
    }

    @Override
    public double asDouble() {
        return ((Number) value).doubleValue();
    }

    @Override
    public String asText() {
        return value.toString();
    }
}
