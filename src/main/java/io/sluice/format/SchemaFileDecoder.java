package io.sluice.format;

import io.sluice.event.DeadLetterReason;
import io.sluice.event.Decoded;
import io.sluice.event.Malformed;
import io.sluice.event.SchemaIdHeader;
import io.sluice.event.ValueShape;
import io.sluice.schema.PayloadReader;
import io.sluice.schema.RegisteredSchema;
import io.sluice.schema.SchemaException;
import io.sluice.schema.SchemaFile;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.header.Headers;

/**
 * Decodes values that all have the schema of a file. If the user named schema ids, each value must begin with one of
 * them: a value of another id has another schema, and would be misread without a word.
 */
final class SchemaFileDecoder implements EventDecoder {
    private final SchemaFile file;
    private final PayloadReader reader;
    private final int maxBytes;

    /**
     * Reads the file.
     *
     * @param maxBytes the largest value that is decoded, in bytes
     * @throws ConfigException if the schema cannot be had or used
     */
    SchemaFileDecoder(SchemaFile file, PayloadReader.Factory readers, int maxBytes) {
        this.file = file;
        this.reader = reader(file, readers);
        this.maxBytes = maxBytes;
    }

    private static PayloadReader reader(SchemaFile file, PayloadReader.Factory readers) {
        try {
            RegisteredSchema schema = file.read();
            return readers.reader(schema, schema).guarded();
        } catch (SchemaException e) {
            throw new ConfigException(e.getMessage());
        }
    }

    @Override
    public Decoded decode(byte[] value, Headers headers, long recordTimestamp) {
        if (value.length > maxBytes) {
            return Malformed.tooLarge(value.length, maxBytes);
        }
        if (value.length == 0) {
            return Malformed.empty();
        }
        return file.ids().isEmpty() ? reader.read(value, 0, recordTimestamp) : afterId(value, recordTimestamp);
    }

    private Decoded afterId(byte[] value, long recordTimestamp) {
        if (!SchemaIdHeader.begins(value)) {
            return ValueShape.withoutSchemaId(value);
        }
        int id = SchemaIdHeader.schemaId(value);
        return file.ids().contains(id)
                ? reader.read(value, SchemaIdHeader.BYTES, recordTimestamp)
                : new Malformed(
                        DeadLetterReason.UNKNOWN_SCHEMA,
                        "the value has the schema id " + id + ", which " + SchemaFile.IDS
                                + " does not name; add it if the file has its schema");
    }
}
