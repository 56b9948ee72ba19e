package io.sluice.format.avro;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.Decoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;

/** Encodes values of Avro for tests, by Avro's own writer. */
public final class AvroSample {
    private AvroSample() {}

    /** Encodes a value that is written in Avro's JSON encoding. */
    public static byte[] encode(String schema, String json) {
        Schema parsed = new Schema.Parser().parse(schema);
        try {
            Decoder decoder = DecoderFactory.get().jsonDecoder(parsed, json);
            Object value = new GenericDatumReader<>(parsed).read(null, decoder);
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
            new GenericDatumWriter<>(parsed).write(value, encoder);
            encoder.flush();
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes a record schema with fields such as {@code {"name": "v", "type": "double"}}. */
    public static String record(String... fields) {
        return "{\"type\": \"record\", \"name\": \"Reading\", \"namespace\": \"plant\", \"fields\": ["
                + String.join(", ", fields) + "]}";
    }
}
