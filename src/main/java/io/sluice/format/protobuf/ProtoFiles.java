package io.sluice.format.protobuf;

import com.google.protobuf.AnyProto;
import com.google.protobuf.ApiProto;
import com.google.protobuf.DescriptorProtos;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DurationProto;
import com.google.protobuf.EmptyProto;
import com.google.protobuf.FieldMaskProto;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.SourceContextProto;
import com.google.protobuf.StructProto;
import com.google.protobuf.TimestampProto;
import com.google.protobuf.TypeProto;
import com.google.protobuf.WrappersProto;
import com.squareup.wire.schema.Location;
import com.squareup.wire.schema.internal.parser.ProtoFileElement;
import com.squareup.wire.schema.internal.parser.ProtoParser;
import io.sluice.schema.RegisteredSchema;
import io.sluice.schema.SchemaException;
import io.sluice.schema.SchemaType;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes descriptors of the text of {@code .proto} files. The library of Protobuf cannot read the text, so Wire parses
 * it, and {@link ProtoFile} writes it as a descriptor. The library then resolves the names of types.
 */
final class ProtoFiles {
    private static final Map<String, FileDescriptor> OF_GOOGLE = Stream.of(
                    AnyProto.getDescriptor(),
                    ApiProto.getDescriptor(),
                    DescriptorProtos.getDescriptor(),
                    DurationProto.getDescriptor(),
                    EmptyProto.getDescriptor(),
                    FieldMaskProto.getDescriptor(),
                    SourceContextProto.getDescriptor(),
                    StructProto.getDescriptor(),
                    TimestampProto.getDescriptor(),
                    TypeProto.getDescriptor(),
                    WrappersProto.getDescriptor())
            .collect(Collectors.toUnmodifiableMap(FileDescriptor::getName, Function.identity()));

    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/=\\s]+");

    private final Map<String, FileDescriptor> made = new LinkedHashMap<>();

    private ProtoFiles() {}

    /**
     * Returns the descriptor of a schema.
     *
     * @throws SchemaException if the schema is none that can be used
     */
    static FileDescriptor of(RegisteredSchema schema) {
        return new ProtoFiles().file("event.proto", schema);
    }

    private FileDescriptor file(String name, RegisteredSchema schema) {
        schema.requireType(SchemaType.PROTOBUF);
        for (RegisteredSchema.Reference reference : schema.references()) {
            if (!made.containsKey(reference.name())) {
                made.put(reference.name(), file(reference.name(), reference.schema()));
            }
        }
        FileDescriptorProto file = descriptor(name, schema);
        try {
            // An import that nobody has may hold options alone. A type that is really missing is refused below.
            return FileDescriptor.buildFrom(file, imported(file), true);
        } catch (DescriptorValidationException | IllegalArgumentException e) {
            throw new SchemaException(schema.label() + " is no schema that Protobuf can read: " + e.getMessage(), e);
        }
    }

    /** Some clients, such as Confluent's for Python, register a descriptor in Base64 in place of the text. */
    private static FileDescriptorProto descriptor(String name, RegisteredSchema schema) {
        if (!BASE64.matcher(schema.text()).matches()) {
            return ProtoFile.of(name, parse(name, schema));
        }
        try {
            return FileDescriptorProto.parseFrom(Base64.getMimeDecoder().decode(schema.text()));
        } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
            throw new SchemaException(schema.label() + " is no .proto file that can be read: " + e.getMessage(), e);
        }
    }

    private static ProtoFileElement parse(String name, RegisteredSchema schema) {
        try {
            return ProtoParser.Companion.parse(Location.get(name), schema.text());
        } catch (IllegalStateException | IllegalArgumentException e) { // Wire's parser throws these for bad syntax
            String fault = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            throw new SchemaException(schema.label() + " is no .proto file that can be read: " + fault, e);
        }
    }

    private FileDescriptor[] imported(FileDescriptorProto file) {
        List<FileDescriptor> found = new ArrayList<>();
        for (String name : file.getDependencyList()) {
            FileDescriptor known = made.getOrDefault(name, OF_GOOGLE.get(name));
            if (known != null) {
                found.add(known);
            }
        }
        return found.toArray(FileDescriptor[]::new);
    }
}
