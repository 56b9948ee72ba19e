package io.sluice.format.avro;

import io.sluice.event.DeadLetterReason;
import io.sluice.event.Decoded;
import io.sluice.event.EventBuilder;
import io.sluice.event.Malformed;
import io.sluice.event.ValueShape;
import io.sluice.schema.EventSchema;
import io.sluice.schema.PayloadReader;
import io.sluice.schema.RegisteredSchema;
import io.sluice.schema.SchemaException;
import io.sluice.schema.SchemaFile;
import io.sluice.schema.SchemaType;
import java.io.EOFException;
import java.io.IOException;
import java.util.function.Consumer;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;

/** Makes readers of records in Avro's binary encoding. It and its readers belong to one thread. */
public final class AvroReaders implements PayloadReader.Factory {
    private final EventBuilder fields;
    private final Consumer<EventSchema> met;
    private final AvroInput input;

    /** Readers of the given fields. */
    public AvroReaders(EventBuilder fields) {
        this(fields, schema -> {});
    }

    /** @param met is told of each schema as which records are read */
    public AvroReaders(EventBuilder fields, Consumer<EventSchema> met) {
        this.fields = fields;
        this.met = met;
        this.input = new AvroInput(fields);
    }

    @Override
    public PayloadReader reader(RegisteredSchema writer, RegisteredSchema latest) {
        Schema written = parse(writer);
        Schema read = parse(latest);
        try {
            AvroNode record = AvroProgram.of(written, read, fields.places());
            met.accept(new EventSchema(latest.label(), new AvroPlace(read)));
            return (value, offset, recordTimestamp) -> read(record, value, offset, recordTimestamp);
        } catch (SchemaException | AvroRuntimeException e) {
            throw new SchemaException(
                    writer.label() + " cannot be read as " + latest.label() + ": " + e.getMessage(), e);
        }
    }

    /**
     * Returns the places that records of a schema have.
     *
     * @throws SchemaException if the schema cannot be used
     */
    public static EventSchema places(RegisteredSchema schema) {
        return new EventSchema(schema.label(), new AvroPlace(parse(schema)));
    }

    private static Schema parse(RegisteredSchema schema) {
        schema.requireType(SchemaType.AVRO);
        try {
            Schema.Parser parser = new Schema.Parser();
            parseReferences(parser, schema);
            return parser.parse(schema.text());
        } catch (AvroRuntimeException e) {
            throw new SchemaException(schema.label() + " is no schema that Avro can read: " + e.getMessage(), e);
        }
    }

    /** The parser remembers the names that it has read. */
    private static void parseReferences(Schema.Parser parser, RegisteredSchema schema) {
        for (RegisteredSchema.Reference reference : schema.references()) {
            parseReferences(parser, reference.schema());
            if (!parser.getTypes().containsKey(reference.name())) {
                parser.parse(reference.schema().text());
            }
        }
    }

    private Decoded read(AvroNode record, byte[] value, int offset, long recordTimestamp) {
        fields.begin(recordTimestamp);
        input.begin(value, offset);
        try {
            record.read(input);
            return input.decoder().isEnd()
                    ? fields.outcome()
                    : hinted(value, offset, "it has more bytes than its record");
        } catch (EOFException e) {
            return hinted(value, offset, "it ends too early" + (e.getMessage() == null ? "" : ": " + e.getMessage()));
        } catch (IOException | AvroRuntimeException e) {
            return hinted(value, offset, String.valueOf(e.getMessage()));
        }
    }

    /** Without a schema id before the data, the value may be anything. Binary data says nothing about its schema. */
    private static Malformed hinted(byte[] value, int offset, String fault) {
        if (offset > 0) {
            return bad(fault);
        }
        return switch (ValueShape.of(value)) {
            case BINARY, OTHER_TEXT, TEXT -> bad(fault + "; most likely another schema wrote it");
            case BINARY_WITH_SCHEMA_ID ->
                bad(fault + "; " + ValueShape.advice(value) + ", or name the id in " + SchemaFile.IDS
                        + " if the file has its schema");
            case JSON_WITH_SCHEMA_ID, AVRO_FILE, GZIP, ZSTD, JSON -> bad(ValueShape.advice(value));
        };
    }

    private static Malformed bad(String fault) {
        return new Malformed(DeadLetterReason.BAD_ENCODING, "the value does not fit its Avro schema: " + fault);
    }
}
