package io.sluice.stream;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.model.StepBatch;
import io.sluice.model.StepModel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.streams.test.TestRecord;

/**
 * What the pipeline should answer, written down a second time and as plainly as can be: a loop over records, one call
 * of the model for each, states in a map. It shares no code with the pipeline but the model.
 */
public final class SequentialOracle {
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final StepModel model;
    private final Rows rows;
    private final long ttlMillis;
    private final StepBatch batch;
    private final Map<String, Remembered> states = new HashMap<>();
    private long streamTime = Long.MIN_VALUE;

    /** A key's memory. */
    private record Remembered(long step, long eventTime, long streamTime, List<Float> packed) {}

    /** One answer. */
    public record Answer(String key, long step, List<Float> x, List<Float> y) {}

    /** What events of a kind are, and how they become rows. */
    public interface Rows {
        /** Whether a JSON object whose timestamp can be read is an event. */
        boolean isValid(JsonNode event);

        /** The row x of an event, whose key had one so many milliseconds before. */
        List<Float> row(JsonNode event, long gapMillis);
    }

    /** An oracle of readings; each channel is fed with its missing mark, then comes the gap. */
    public SequentialOracle(StepModel model, long ttlMillis, String... channels) {
        this(model, ttlMillis, new ChannelRows(List.of(channels)));
    }

    public SequentialOracle(StepModel model, long ttlMillis, Rows rows) {
        this.model = model;
        this.ttlMillis = ttlMillis;
        this.rows = rows;
        this.batch = model.newBatch(4);
    }

    /** The answer to a record; empty for one that deletes a key or is malformed. */
    public Optional<Answer> answer(TestRecord<byte[], byte[]> record) {
        long recordTime = record.getRecordTime().toEpochMilli();
        streamTime = Math.max(streamTime, recordTime);
        String key = key(record);
        if (key == null) {
            return Optional.empty();
        }
        if (record.value() == null) {
            states.remove(key);
            return Optional.empty();
        }
        JsonNode event = event(record.value());
        return event == null ? Optional.empty() : Optional.of(step(key, event, recordTime, isReset(record)));
    }

    private Answer step(String key, JsonNode event, long recordTime, boolean reset) {
        Remembered before = states.get(key);
        boolean expired = before != null && ttlMillis > 0 && streamTime - before.streamTime() > ttlMillis;
        if (reset || expired) {
            before = null;
        }
        long eventTime = event.hasNonNull("timestamp") ? event.get("timestamp").asLong() : recordTime;
        List<Float> x = rows.row(event, before == null ? 0 : Math.max(0, eventTime - before.eventTime()));
        batch.putInput(0, x);
        for (int i = 0; i < model.sizes().state(); i++) {
            batch.state()
                    .putFloat(
                            i * Float.BYTES,
                            before == null ? 0 : before.packed().get(i));
        }
        batch.rows(1);
        model.step(batch);
        float[] y = new float[model.sizes().output()];
        batch.getOutput(0, y);
        List<Float> packed = new ArrayList<>();
        for (int i = 0; i < model.sizes().state(); i++) {
            packed.add(batch.nextState().getFloat(i * Float.BYTES));
        }
        long step = before == null ? 1 : before.step() + 1;
        states.put(
                key,
                new Remembered(
                        step,
                        before == null ? eventTime : Math.max(eventTime, before.eventTime()),
                        streamTime,
                        packed));
        return new Answer(key, step, x, list(y));
    }

    private static List<Float> list(float[] row) {
        List<Float> list = new ArrayList<>();
        for (float element : row) {
            list.add(element);
        }
        return list;
    }

    private record ChannelRows(List<String> channels) implements Rows {
        @Override
        public boolean isValid(JsonNode event) {
            boolean any = false;
            for (String channel : channels) {
                JsonNode at = event.get(channel);
                if (at != null && !at.isNull() && !(at.isNumber() && Float.isFinite((float) at.asDouble()))) {
                    return false;
                }
                any |= event.hasNonNull(channel);
            }
            return any;
        }

        @Override
        public List<Float> row(JsonNode event, long gapMillis) {
            List<Float> x = new ArrayList<>();
            for (String channel : channels) {
                boolean present = event.hasNonNull(channel);
                x.add(present ? (float) event.get(channel).asDouble() : 0f);
                x.add(present ? 0f : 1f);
            }
            x.add((float) StrictMath.log1p(gapMillis / 1000.0));
            return x;
        }
    }

    /** The event, null where the record is malformed. */
    private JsonNode event(byte[] value) {
        try {
            JsonNode node = JSON.readTree(value);
            if (!node.isObject()
                    || (node.hasNonNull("timestamp") && !node.get("timestamp").isIntegralNumber())) {
                return null;
            }
            return rows.isValid(node) ? node : null;
        } catch (IOException broken) {
            return null;
        }
    }

    private static String key(TestRecord<byte[], byte[]> record) {
        try {
            return record.key() == null
                    ? null
                    : StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(record.key()))
                            .toString();
        } catch (CharacterCodingException broken) {
            return null;
        }
    }

    private static boolean isReset(TestRecord<byte[], byte[]> record) {
        Header header = record.headers().lastHeader("sluice-reset");
        return header != null && new String(header.value(), StandardCharsets.UTF_8).equals("true");
    }
}
