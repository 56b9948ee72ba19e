package io.sluice.offline.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Reads an event with Jackson's streaming parser, the fastest of its ways, and its time with {@link Instant#parse}.
 * Copies the state of the key, counts the step in it, and stores it. Writes a prediction with Jackson's generator: the
 * fields that Sluice writes before the verdict, the readings, and a text that fills it up to the size of Sluice's.
 */
final class StockProcessor implements Processor<String, byte[], String, byte[]> {
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .build();

    /** The bytes of the text's name, its quotes and the last brace. */
    private static final int AROUND_FILLER = ",\"filler\":\"\"}".length();

    private final String model;
    private final Sizes sizes;
    private final AtomicLong predictions;
    private final String[] names;
    private final Map<String, Integer> channels = new HashMap<>();
    private final float[] readings;
    private final char[] filler;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    private @Nullable ProcessorContext<String, byte[]> context;
    private @Nullable KeyValueStore<String, byte[]> states;

    /**
     * The sizes of what the processor keeps and sends.
     *
     * @param state the bytes of the state of a key, at least 8
     * @param prediction the bytes of a prediction; one without a filler may be longer
     */
    record Sizes(int state, int prediction) {}

    /** @param predictions counts the predictions */
    StockProcessor(List<String> channels, String model, Sizes sizes, AtomicLong predictions) {
        this.model = model;
        this.sizes = sizes;
        this.predictions = predictions;
        this.names = channels.toArray(String[]::new);
        channels.forEach(name -> this.channels.put(name, this.channels.size()));
        this.readings = new float[channels.size()];
        this.filler = new char[sizes.prediction()];
        Arrays.fill(filler, 'x');
    }

    @Override
    public void init(ProcessorContext<String, byte[]> given) {
        context = given;
        states = given.getStateStore(BenchTopics.STORE);
    }

    @Override
    public void process(Record<String, byte[]> record) {
        KeyValueStore<String, byte[]> store = Objects.requireNonNull(states, "init comes first");
        ProcessorContext<String, byte[]> output = Objects.requireNonNull(context, "init comes first");
        try {
            long time = read(record.value());
            byte[] before = store.get(record.key());
            byte[] next = before == null ? new byte[sizes.state()] : before.clone();
            ByteBuffer state = ByteBuffer.wrap(next);
            long step = state.getLong(0) + 1;
            state.putLong(0, step);
            RecordMetadata source = output.recordMetadata().orElseThrow();
            output.forward(record.withValue(write(record.key(), time, step, source)));
            store.put(record.key(), next);
            predictions.lazySet(predictions.get() + 1); // one thread writes it
        } catch (IOException e) {
            throw new UncheckedIOException("an event of the benchmark is not JSON", e);
        }
    }

    /** Reads the readings of an event, and returns its time in milliseconds since the epoch. */
    private long read(byte[] value) throws IOException {
        Arrays.fill(readings, Float.NaN);
        long time = 0;
        try (JsonParser json = JSON.createParser(value)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                JsonToken token = json.nextToken();
                Integer channel = channels.get(name);
                if (channel != null) {
                    readings[channel] = json.getFloatValue();
                } else if (name.equals(Workload.TIMESTAMP)) {
                    time = token == JsonToken.VALUE_STRING
                            ? Instant.parse(json.getText()).toEpochMilli()
                            : json.getLongValue();
                } else {
                    json.skipChildren();
                }
            }
        }
        return time;
    }

    private byte[] write(String key, long time, long step, RecordMetadata source) throws IOException {
        bytes.reset();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("key", key);
            json.writeStringField("timestamp", Instant.ofEpochMilli(time).toString());
            json.writeStringField("model", model);
            json.writeNumberField("step", step);
            json.writeObjectFieldStart("source");
            json.writeStringField("topic", source.topic());
            json.writeNumberField("partition", source.partition());
            json.writeNumberField("offset", source.offset());
            json.writeEndObject();
            json.writeObjectFieldStart("readings");
            for (int channel = 0; channel < names.length; channel++) {
                json.writeNumberField(names[channel], readings[channel]);
            }
            json.writeEndObject();
            int missing = sizes.prediction() - bytes.size() - json.getOutputBuffered() - AROUND_FILLER;
            json.writeFieldName("filler");
            json.writeString(filler, 0, Math.max(0, missing));
            json.writeEndObject();
        }
        return bytes.toByteArray();
    }
}
