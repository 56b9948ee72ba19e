package io.sluice.offline.bench;

import com.google.protobuf.CodedOutputStream;
import io.sluice.event.Channel;
import io.sluice.event.Decoded;
import io.sluice.event.EventBuilder;
import io.sluice.event.JsonEventDecoder;
import io.sluice.event.JsonLayout;
import io.sluice.event.NumericEvent;
import io.sluice.format.avro.AvroReaders;
import io.sluice.format.protobuf.ProtobufReaders;
import io.sluice.schema.PayloadReader;
import io.sluice.schema.RegisteredSchema;
import io.sluice.schema.SchemaType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.ObjDoubleConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

/**
 * Times the decoding of the same events in several formats, from bytes to an event. The formats alternate in rounds, so
 * that other load on the machine affects all of them alike.
 */
public final class DecodingTiming {
    private static final int EVENTS = 2000;
    private static final int PASSES = 200;
    private static final int WARM_UP_PASSES = 100;

    private final int channels;
    private final List<Variant> variants;

    /**
     * A format of the comparison.
     *
     * @param bytes the mean size of an event
     */
    public record Format(String name, int bytes) {}

    private record Variant(Format format, List<byte[]> values, PayloadReader reader) {}

    /** Writes the reading of one event. */
    @FunctionalInterface
    private interface Encoding {
        byte[] encode(long time, float[] reading) throws IOException;
    }

    /** Makes events with the given number of channels. */
    public DecodingTiming(int channels) {
        this.channels = channels;
        this.variants = List.of(
                variant("json", this::json, new JsonEventDecoder(builder(), Integer.MAX_VALUE)::decode),
                variant("avro", this::avro, avroReader()),
                variant("protobuf", this::protobuf, protobufReader()));
        requireEqualEvents();
    }

    private EventBuilder builder() {
        return EventBuilder.ofChannels(
                IntStream.range(0, channels)
                        .mapToObj(i -> new Channel("c" + i, "/c" + i))
                        .toList(),
                JsonLayout.DEFAULT);
    }

    private Variant variant(String name, Encoding encoding, PayloadReader reader) {
        Random random = new Random(1);
        List<byte[]> values = new ArrayList<>(EVENTS);
        for (int i = 0; i < EVENTS; i++) {
            float[] reading = new float[channels];
            for (int c = 0; c < channels; c++) {
                reading[c] = (float) random.nextGaussian();
            }
            try {
                values.add(encoding.encode(1_772_366_400_000L + 10L * i, reading));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        int bytes = values.stream().mapToInt(value -> value.length).sum() / EVENTS;
        return new Variant(new Format(name, bytes), values, reader);
    }

    private byte[] json(long time, float[] reading) {
        StringBuilder json = new StringBuilder("{\"timestamp\":").append(time);
        for (int c = 0; c < channels; c++) {
            json.append(",\"c").append(c).append("\":").append(reading[c]);
        }
        return json.append('}').toString().getBytes(StandardCharsets.UTF_8);
    }

    private byte[] avro(long time, float[] reading) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
        encoder.writeLong(time);
        for (float value : reading) {
            encoder.writeIndex(1);
            encoder.writeFloat(value);
        }
        return bytes.toByteArray();
    }

    private PayloadReader avroReader() {
        String fields = IntStream.range(0, channels)
                .mapToObj(i -> ", {\"name\": \"c" + i + "\", \"type\": [\"null\", \"float\"]}")
                .collect(Collectors.joining());
        RegisteredSchema schema = new RegisteredSchema(
                "the schema of the benchmark",
                SchemaType.AVRO,
                "{\"type\": \"record\", \"name\": \"R\", \"fields\": [{\"name\": \"timestamp\", \"type\": \"long\"}"
                        + fields + "]}",
                List.of());
        return new AvroReaders(builder()).reader(schema, schema);
    }

    private byte[] protobuf(long time, float[] reading) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        out.writeSInt32NoTag(0); // the short form of the path to the first message type
        out.writeInt64(1, time);
        for (int c = 0; c < channels; c++) {
            out.writeFloat(c + 2, reading[c]);
        }
        out.flush();
        return bytes.toByteArray();
    }

    private PayloadReader protobufReader() {
        String fields = IntStream.range(0, channels)
                .mapToObj(i -> " optional float c" + i + " = " + (i + 2) + ";")
                .collect(Collectors.joining());
        RegisteredSchema schema = new RegisteredSchema(
                "the schema of the benchmark",
                SchemaType.PROTOBUF,
                "syntax = \"proto3\"; message R { int64 timestamp = 1;" + fields + " }",
                List.of());
        return new ProtobufReaders(builder()).reader(schema, schema);
    }

    private void requireEqualEvents() {
        double json = checksum(variants.get(0), 1);
        for (Variant variant : variants) {
            if (checksum(variant, 1) != json) {
                throw new IllegalStateException(variant.format.name() + " gives other events than JSON");
            }
        }
    }

    /** Decodes all events several times and returns the sum of their readings and times. */
    private double checksum(Variant variant, int passes) {
        double sum = 0;
        for (int pass = 0; pass < passes; pass++) {
            for (byte[] value : variant.values) {
                Decoded decoded = variant.reader.read(value, 0, 0);
                if (!(decoded instanceof NumericEvent event)) {
                    throw new IllegalStateException("an event of the benchmark is malformed: " + decoded);
                }
                sum += event.timestamp();
                for (int c = 0; c < channels; c++) {
                    sum += event.channel(c);
                }
            }
        }
        return sum;
    }

    /**
     * Times each format in each round.
     *
     * @param listener takes the microseconds of CPU time per event of each run when it ends
     */
    public void run(int rounds, ObjDoubleConsumer<Format> listener) {
        variants.forEach(variant -> checksum(variant, WARM_UP_PASSES));
        for (int round = 0; round < rounds; round++) {
            for (Variant variant : variants) {
                long began = cpuNanos();
                checksum(variant, PASSES);
                listener.accept(variant.format, (cpuNanos() - began) / 1e3 / ((double) PASSES * EVENTS));
            }
        }
    }

    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
