package io.sluice.format.avro;

import io.sluice.event.PointerTree;
import io.sluice.schema.SchemaException;
import io.sluice.schema.SchemaPlace;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Resolver;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.jspecify.annotations.Nullable;

/**
 * Translates two schemas and the places of the wanted fields into nodes. Avro's own resolution decides what the values
 * of a writer are in the reader's schema: which field is which, by name or alias; which number is promoted; which
 * default counts. The nodes carry that out, read over everything else, and hand the wanted values over without a record
 * in between.
 */
final class AvroProgram {
    private final AvroSkip skip = new AvroSkip();

    /**
     * Makes the node of a record.
     *
     * @throws SchemaException if the writer's values cannot be read as the reader's
     */
    static AvroNode of(Schema writer, Schema reader, PointerTree places) {
        Schema wanted = AvroProjection.of(reader, places);
        Schema renamed = Schema.applyAliases(writer, wanted);
        return new AvroProgram().node(Resolver.resolve(renamed, wanted), places);
    }

    private AvroNode node(Resolver.Action action, @Nullable PointerTree place) {
        if (place == null || action.type == Resolver.Action.Type.SKIP) {
            return skip.of(action.writer);
        }
        return switch (action.type) {
            case ERROR -> throw new SchemaException(action.toString());
            case WRITER_UNION -> writerUnion((Resolver.WriterUnion) action, place);
            case READER_UNION -> node(((Resolver.ReaderUnion) action).actualAction, place);
            case RECORD, CONTAINER -> parts(action, place);
            case DO_NOTHING, PROMOTE, ENUM ->
                place.slot() == PointerTree.NONE ? skip.of(action.writer) : AvroLeaf.of(action, place.slot());
            case SKIP -> throw new AssertionError("skipped above");
        };
    }

    private AvroNode parts(Resolver.Action action, PointerTree place) {
        if (place.slot() != PointerTree.NONE) {
            return whole(action, place.slot());
        }
        if (action instanceof Resolver.RecordAdjust record) {
            return record(record, place);
        }
        Resolver.Action element = ((Resolver.Container) action).elementAction;
        return action.writer.getType() == Schema.Type.ARRAY ? array(element, place) : map(element, place);
    }

    /** A record, an array or a map where a single value is wanted. */
    private AvroNode whole(Resolver.Action action, int slot) {
        AvroNode over = skip.of(action.writer);
        String name =
                switch (action.writer.getType()) {
                    case ARRAY -> "an array";
                    case MAP -> "a map";
                    default -> "a record";
                };
        return in -> {
            over.read(in);
            in.found(slot, in.value().other(name));
        };
    }

    /** A branch that cannot be read as the reader's schema fails only in the records that have it. */
    private AvroNode writerUnion(Resolver.WriterUnion union, PointerTree place) {
        AvroNode[] branches = new AvroNode[union.actions.length];
        for (int i = 0; i < branches.length; i++) {
            branches[i] = branch(union.actions[i], place);
        }
        return in -> branches[in.index(branches.length)].read(in);
    }

    private AvroNode branch(Resolver.Action action, PointerTree place) {
        try {
            return node(action, place);
        } catch (SchemaException e) { // of the branch, or of a field inside it
            String fault = String.valueOf(e.getMessage());
            return in -> {
                throw new IOException(fault);
            };
        }
    }

    private AvroNode record(Resolver.RecordAdjust record, PointerTree place) {
        List<AvroNode> fields = new ArrayList<>();
        int read = 0; // the reader's fields come in the order in which the writer wrote them, then those with defaults
        for (Resolver.Action field : record.fieldActions) {
            boolean skipped = field.type == Resolver.Action.Type.SKIP;
            fields.add(node(field, skipped ? null : place.child(record.readerOrder[read++].name())));
        }
        for (int i = record.firstDefault; i < record.readerOrder.length; i++) {
            fields.add(byDefault(record.readerOrder[i], record.defaults[i - record.firstDefault], place));
        }
        AvroNode[] nodes = fields.toArray(AvroNode[]::new);
        return in -> {
            in.enterRecord();
            for (AvroNode node : nodes) {
                node.read(in);
            }
            in.leaveRecord();
        };
    }

    /** A field that the writer did not know. Its default is read like any other value, from bytes of its own. */
    private AvroNode byDefault(Schema.Field field, Object value, PointerTree place) {
        byte[] encoded = encode(field.schema(), value);
        AvroNode node = node(Resolver.resolve(field.schema(), field.schema()), place.child(field.name()));
        return in -> {
            BinaryDecoder record = in.begin(encoded);
            node.read(in);
            in.resume(record);
        };
    }

    private static byte[] encode(Schema schema, Object value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
        try {
            new GenericDatumWriter<>(schema).write(value, encoder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private AvroNode array(Resolver.Action element, PointerTree place) {
        Map<Long, AvroNode> wanted = new HashMap<>();
        place.children().keySet().stream()
                .filter(SchemaPlace::isIndex)
                .forEach(token -> wanted.put(Long.valueOf(token), node(element, place.child(token))));
        AvroNode over = skip.of(element.writer);
        return in -> {
            long first = 0;
            for (long items = in.items(); items > 0; items = in.items()) {
                for (long i = first; i < first + items; i++) {
                    wanted.getOrDefault(i, over).read(in);
                }
                first += items;
            }
        };
    }

    private AvroNode map(Resolver.Action element, PointerTree place) {
        Map<String, AvroNode> wanted = new HashMap<>();
        place.children().forEach((token, child) -> wanted.put(token, node(element, child)));
        AvroNode over = skip.of(element.writer);
        return in -> {
            for (long items = in.items(); items > 0; items = in.items()) {
                for (long i = 0; i < items; i++) {
                    wanted.getOrDefault(in.string(), over).read(in);
                }
            }
        };
    }
}
