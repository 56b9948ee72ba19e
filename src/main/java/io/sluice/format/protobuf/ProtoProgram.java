package io.sluice.format.protobuf;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.sluice.event.EventBuilder;
import io.sluice.event.PointerTree;
import io.sluice.schema.SchemaPlace;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Translates a type of messages and the places of the wanted fields into nodes.
 *
 * <p>A field that is not set is missing if Protobuf can tell: a message, a field that is {@code optional} or in a
 * {@code oneof}, and all fields of proto2. Any other field of proto3 that is not on the wire has the value zero. A
 * wrapper such as {@code google.protobuf.DoubleValue} is its value.
 */
final class ProtoProgram {
    /** Messages of one field that stand for its value. Other types of Google end in "Value", too. */
    private static final Set<String> WRAPPERS = Stream.of(
                    "Double", "Float", "Int64", "UInt64", "Int32", "UInt32", "Bool", "String", "Bytes")
            .map(type -> "google.protobuf." + type + "Value")
            .collect(Collectors.toUnmodifiableSet());

    private ProtoProgram() {}

    /** Returns true if messages of a type stand for the value of their one field. */
    static boolean isWrapper(Descriptor type) {
        return WRAPPERS.contains(type.getFullName());
    }

    static ProtoNode of(Descriptor type, PointerTree places) {
        List<ProtoNode> nodes = new ArrayList<>();
        for (Map.Entry<String, PointerTree> place : places.children().entrySet()) {
            FieldDescriptor field = type.findFieldByName(place.getKey());
            if (field != null) {
                nodes.add(field(field, place.getValue()));
            }
        }
        ProtoNode[] all = nodes.toArray(ProtoNode[]::new);
        return (message, fields) -> {
            for (ProtoNode node : all) {
                node.read(message, fields);
            }
        };
    }

    private static ProtoNode field(FieldDescriptor field, PointerTree place) {
        if (field.isRepeated()) {
            return place.slot() == PointerTree.NONE ? parts(field, place) : whole(field, place.slot());
        }
        Element element = element(field, place);
        return field.hasPresence()
                ? (message, fields) -> {
                    if (message.hasField(field)) {
                        element.read(message.getField(field), fields);
                    }
                }
                : (message, fields) -> element.read(message.getField(field), fields);
    }

    /** A list or a map where a single value is wanted. An empty one cannot be told from one that is not set. */
    private static ProtoNode whole(FieldDescriptor field, int slot) {
        String name = field.isMapField() ? "a map" : "a list";
        return (message, fields) -> {
            if (message.getRepeatedFieldCount(field) > 0) {
                fields.read(slot, ProtoValue.other(field, name));
            }
        };
    }

    private static ProtoNode parts(FieldDescriptor field, PointerTree place) {
        List<ProtoNode> nodes = new ArrayList<>();
        place.children().forEach((token, child) -> {
            if (field.isMapField()) {
                nodes.add(entry(field, token, child));
            } else if (SchemaPlace.isIndex(token)) {
                nodes.add(item(field, Integer.parseInt(token), child));
            }
        });
        return (message, fields) -> {
            for (ProtoNode node : nodes) {
                node.read(message, fields);
            }
        };
    }

    private static ProtoNode item(FieldDescriptor field, int index, PointerTree place) {
        Element element = element(field, place);
        return (message, fields) -> {
            if (index < message.getRepeatedFieldCount(field)) {
                element.read(message.getRepeatedField(field, index), fields);
            }
        };
    }

    /** Of several entries with one key, the last one counts. */
    private static ProtoNode entry(FieldDescriptor field, String wanted, PointerTree place) {
        FieldDescriptor key = field.getMessageType().findFieldByNumber(1);
        FieldDescriptor value = field.getMessageType().findFieldByNumber(2);
        Element element = element(value, place);
        return (message, fields) -> {
            for (int i = message.getRepeatedFieldCount(field) - 1; i >= 0; i--) {
                Message entry = (Message) message.getRepeatedField(field, i);
                if (ProtoValue.of(key, entry.getField(key)).asText().equals(wanted)) {
                    element.read(entry.getField(value), fields);
                    return;
                }
            }
        };
    }

    /** Reads a single value. */
    @FunctionalInterface
    private interface Element {
        void read(Object value, EventBuilder fields) throws IOException;
    }

    private static Element element(FieldDescriptor field, PointerTree place) {
        boolean isMessage = field.getJavaType() == FieldDescriptor.JavaType.MESSAGE;
        if (isMessage && place.slot() == PointerTree.NONE) {
            ProtoNode inside = of(field.getMessageType(), place);
            return (value, fields) -> inside.read((Message) value, fields);
        }
        if (isMessage && isWrapper(field.getMessageType())) {
            FieldDescriptor wrapped = field.getMessageType().findFieldByNumber(1);
            return (value, fields) ->
                    fields.read(place.slot(), ProtoValue.of(wrapped, ((Message) value).getField(wrapped)));
        }
        return place.slot() == PointerTree.NONE
                ? (value, fields) -> {}
                : (value, fields) -> fields.read(place.slot(), ProtoValue.of(field, value));
    }
}
