package io.sluice.format.avro;

import java.io.IOException;
import java.util.IdentityHashMap;
import java.util.List;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** Makes nodes that read over values of which no field is wanted. A recursive schema gives a recursive node. */
final class AvroSkip {
    private final IdentityHashMap<Schema, Recursive> records = new IdentityHashMap<>();

    /** A record that may contain itself, so that its fields are known after it. */
    private static final class Recursive implements AvroNode {
        private AvroNode[] fields = {};

        @Override
        public void read(AvroInput in) throws IOException {
            in.enterRecord();
            for (AvroNode field : fields) {
                field.read(in);
            }
            in.leaveRecord();
        }
    }

    AvroNode of(Schema writer) {
        return switch (writer.getType()) {
            case NULL -> in -> {};
            case BOOLEAN -> in -> in.decoder().readBoolean();
            case INT, LONG -> in -> in.decoder().readLong();
            case ENUM -> in -> in.index(writer.getEnumSymbols().size());
            case FLOAT -> in -> in.decoder().skipFixed(Float.BYTES);
            case DOUBLE -> in -> in.decoder().skipFixed(Double.BYTES);
            case FIXED -> in -> in.decoder().skipFixed(writer.getFixedSize());
            case STRING, BYTES -> in -> in.decoder().skipFixed(in.length());
            case ARRAY -> items(null, of(writer.getElementType()));
            case MAP -> items(of(Schema.create(Schema.Type.STRING)), of(writer.getValueType()));
            case UNION -> union(writer.getTypes());
            case RECORD -> record(writer);
        };
    }

    private AvroNode union(List<Schema> branches) {
        AvroNode[] nodes = branches.stream().map(this::of).toArray(AvroNode[]::new);
        return in -> nodes[in.index(nodes.length)].read(in);
    }

    private AvroNode record(Schema writer) {
        Recursive known = records.get(writer);
        if (known != null) {
            return known;
        }
        Recursive made = new Recursive();
        records.put(writer, made);
        made.fields =
                writer.getFields().stream().map(field -> of(field.schema())).toArray(AvroNode[]::new);
        return made;
    }

    private static AvroNode items(@Nullable AvroNode key, AvroNode item) {
        return in -> {
            for (long items = in.items(); items > 0; items = in.items()) {
                for (long i = 0; i < items; i++) {
                    if (key != null) {
                        key.read(in);
                    }
                    item.read(in);
                }
            }
        };
    }
}
