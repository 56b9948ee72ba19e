package io.sluice.format.protobuf;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import io.sluice.event.DeadLetterReason;
import io.sluice.event.Decoded;
import io.sluice.event.EventBuilder;
import io.sluice.event.Malformed;
import io.sluice.schema.EventSchema;
import io.sluice.schema.PayloadReader;
import io.sluice.schema.RegisteredSchema;
import io.sluice.schema.SchemaException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes readers of messages in Protobuf's encoding. Before a message, its schema id is followed by a path: which
 * message type of the file it is, then which type that is nested in this one, and so on.
 *
 * <p>A message is read as the type of the same name in the latest schema, whose fields have the same numbers; without
 * one, as its own type. It and its readers belong to one thread.
 */
public final class ProtobufReaders implements PayloadReader.Factory {
    private static final int DEEPEST_PATH = 100;

    private final EventBuilder fields;
    private final Consumer<EventSchema> met;

    /** Readers of the given fields. */
    public ProtobufReaders(EventBuilder fields) {
        this(fields, schema -> {});
    }

    /** @param met is told of each type as which messages are read */
    public ProtobufReaders(EventBuilder fields, Consumer<EventSchema> met) {
        this.fields = fields;
        this.met = met;
    }

    /** A type of messages, and the node that reads them. */
    private record Reading(Descriptor type, ProtoNode node) {}

    @Override
    public PayloadReader reader(RegisteredSchema writer, RegisteredSchema latest) {
        FileDescriptor written = ProtoFiles.of(writer);
        FileDescriptor read = ProtoFiles.of(latest);
        Map<List<Integer>, Reading> readings = new HashMap<>();
        return (value, offset, recordTimestamp) -> {
            CodedInputStream input = CodedInputStream.newInstance(value, offset, value.length - offset);
            try {
                List<Integer> path = path(input);
                Reading known = readings.get(path);
                if (known == null) {
                    known = reading(type(written.getMessageTypes(), path), writer, read, latest);
                    readings.put(path, known);
                }
                return read(known, input, recordTimestamp);
            } catch (IOException e) {
                return bad(String.valueOf(e.getMessage()));
            }
        };
    }

    /**
     * Returns the places that messages of a schema have, for each type of messages. The path in a message will say
     * which type it is.
     *
     * @throws SchemaException if the schema cannot be used
     */
    public static List<EventSchema> places(RegisteredSchema schema) {
        return types(ProtoFiles.of(schema).getMessageTypes())
                .map(type -> places(type, schema))
                .toList();
    }

    private static Stream<Descriptor> types(List<Descriptor> types) {
        return types.stream()
                .filter(type -> !type.getOptions().getMapEntry())
                .flatMap(type -> Stream.concat(Stream.of(type), types(type.getNestedTypes())));
    }

    private static EventSchema places(Descriptor type, RegisteredSchema schema) {
        return new EventSchema("message " + type.getFullName() + " of " + schema.label(), new ProtoPlace.Fields(type));
    }

    private static List<Integer> path(CodedInputStream input) throws IOException {
        int length = input.readSInt32();
        if (length == 0) { // the short form of the first type of the file
            return List.of(0);
        }
        if (length < 0 || length > DEEPEST_PATH) {
            throw new IOException("the path to its message type has the length " + length);
        }
        List<Integer> path = new ArrayList<>(length);
        for (int i = 0; i < length; i++) {
            path.add(input.readSInt32());
        }
        return path;
    }

    private Reading reading(Descriptor own, RegisteredSchema writer, FileDescriptor read, RegisteredSchema latest) {
        Descriptor renewed = named(read.getMessageTypes(), own.getFullName());
        Descriptor type = renewed == null ? own : renewed;
        met.accept(places(type, renewed == null ? writer : latest));
        return new Reading(type, ProtoProgram.of(type, fields.places()));
    }

    private static Descriptor type(List<Descriptor> types, List<Integer> path) throws IOException {
        List<Descriptor> choices = types;
        Descriptor chosen = null;
        for (int index : path) {
            if (index < 0 || index >= choices.size()) {
                throw new IOException("its schema has no message type at the path " + path);
            }
            chosen = choices.get(index);
            choices = chosen.getNestedTypes();
        }
        return Objects.requireNonNull(chosen, "a path has at least one index");
    }

    private static @Nullable Descriptor named(List<Descriptor> types, String fullName) {
        for (Descriptor type : types) {
            if (type.getFullName().equals(fullName)) {
                return type;
            }
            Descriptor nested = named(type.getNestedTypes(), fullName);
            if (nested != null) {
                return nested;
            }
        }
        return null;
    }

    private Decoded read(Reading reading, CodedInputStream input, long recordTimestamp) throws IOException {
        DynamicMessage.Builder builder = DynamicMessage.newBuilder(reading.type);
        builder.mergeFrom(input);
        input.checkLastTagWas(0);
        if (!builder.isInitialized()) {
            return bad("it lacks required fields: " + builder.getInitializationErrorString());
        }
        fields.begin(recordTimestamp);
        reading.node.read(builder.buildPartial(), fields);
        return fields.outcome();
    }

    private static Malformed bad(String fault) {
        return new Malformed(DeadLetterReason.BAD_ENCODING, "the value does not fit its Protobuf schema: " + fault);
    }
}
