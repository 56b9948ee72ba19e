package io.sluice.format.protobuf;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import io.sluice.schema.SchemaPlace;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** A place in the messages of a type. */
sealed interface ProtoPlace extends SchemaPlace {

    /** A message, whose fields are below it. A few of Google's types are values themselves. */
    record Fields(Descriptor type) implements ProtoPlace {
        @Override
        public List<SchemaPlace> below(String token) {
            FieldDescriptor field = type.findFieldByName(token);
            return field == null ? List.of() : List.of(of(field));
        }

        @Override
        public Set<String> tokens() {
            return type.getFields().stream().map(FieldDescriptor::getName).collect(Collectors.toUnmodifiableSet());
        }

        @Override
        public boolean isValue() {
            return ProtoProgram.isWrapper(type) || ProtoValue.isTime(type);
        }
    }

    /** A list or a map. */
    record Elements(FieldDescriptor field) implements ProtoPlace {
        @Override
        public List<SchemaPlace> below(String token) {
            if (field.isMapField()) {
                return List.of(single(field.getMessageType().findFieldByNumber(2)));
            }
            return SchemaPlace.isIndex(token) ? List.of(single(field)) : List.of();
        }

        @Override
        public Set<String> tokens() {
            return field.isMapField() ? Set.of() : Set.of("0");
        }

        @Override
        public boolean isValue() {
            return false;
        }
    }

    /** A value without fields. */
    record Scalar(FieldDescriptor field) implements ProtoPlace {
        @Override
        public List<SchemaPlace> below(String token) {
            return List.of();
        }

        @Override
        public Set<String> tokens() {
            return Set.of();
        }

        @Override
        public boolean isValue() {
            return switch (field.getJavaType()) {
                case INT, LONG, FLOAT, DOUBLE, STRING, ENUM -> true;
                case BOOLEAN, BYTE_STRING, MESSAGE -> false;
            };
        }
    }

    /** Returns the place of a field. */
    private static ProtoPlace of(FieldDescriptor field) {
        return field.isRepeated() ? new Elements(field) : single(field);
    }

    private static ProtoPlace single(FieldDescriptor field) {
        return field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
                ? new Fields(field.getMessageType())
                : new Scalar(field);
    }
}
