package io.sluice.it;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.event.NumericEvent;
import io.sluice.model.Manifest;
import io.sluice.score.Anomaly;
import io.sluice.score.AnomalyScorer;
import io.sluice.stream.SequentialOracle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Computes the alerts that must be sent, from the answers of the oracle in their order. It shares only the scorer with
 * the pipeline.
 */
final class AlertOracle {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final DateTimeFormatter ISO =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private final Manifest manifest;
    private final AnomalyScorer scorer;
    private final Map<String, Key> keys = new HashMap<>();
    private final List<Alert> expected = new ArrayList<>();

    /** The scorer state of a key, its number of steps, and its open incident. */
    private static final class Key {
        private final ByteBuffer state;
        private long steps;
        private float peak;
        private Alert.Incident open;

        Key(int stateBytes) {
            state = ByteBuffer.allocate(stateBytes).order(ByteOrder.LITTLE_ENDIAN);
        }
    }

    AlertOracle(Manifest manifest) {
        this.manifest = manifest;
        this.scorer = new AnomalyScorer(
                manifest.output().stream().map(Manifest.Output::name).toList(),
                manifest.input().fields().stream()
                        .map(Manifest.Input.Field::name)
                        .toList(),
                manifest.scoring());
    }

    List<Alert> expected() {
        return expected;
    }

    /** Adds a record and the oracle's answer to it. */
    void add(ConsumerRecord<byte[], byte[]> record, Optional<SequentialOracle.Answer> answer) {
        if (answer.isPresent()) {
            score(record, answer.get());
        } else if (record.value() == null && record.key() != null) {
            end(record, new String(record.key(), StandardCharsets.UTF_8), record.timestamp(), "deleted");
        }
    }

    private void score(ConsumerRecord<byte[], byte[]> record, SequentialOracle.Answer answer) {
        long time = eventTime(record.value());
        if (answer.step() == 1) {
            end(record, answer.key(), time, "reset");
        }
        Key key = keys.computeIfAbsent(answer.key(), unused -> new Key(scorer.stateBytes()));
        key.steps = answer.step();
        float[] y = new float[answer.y().size()];
        for (int i = 0; i < y.length; i++) {
            y[i] = answer.y().get(i);
        }
        Anomaly anomaly = scorer.score(y, answer.step(), new NumericEvent(time), key.state);
        follow(record, answer, time, key, anomaly);
    }

    private void follow(
            ConsumerRecord<byte[], byte[]> record,
            SequentialOracle.Answer answer,
            long time,
            Key key,
            Anomaly anomaly) {
        key.peak = Math.max(key.peak, anomaly.score());
        if (anomaly.alert() && key.open == null) {
            key.peak = anomaly.score();
            key.open = new Alert.Incident("anomaly", "opened", iso(time), answer.step(), key.peak, null);
            add(record, answer.key(), time, answer.step(), anomaly.score(), key.open);
        } else if (!anomaly.alert() && key.open != null) {
            Alert.Incident closed =
                    new Alert.Incident("anomaly", "closed", key.open.since(), key.open.step(), key.peak, "quiet");
            key.open = null;
            add(record, answer.key(), time, answer.step(), anomaly.score(), closed);
        }
    }

    /** Removes the state of a key, and closes its open incident. */
    private void end(ConsumerRecord<byte[], byte[]> record, String name, long time, String cause) {
        Key key = keys.remove(name);
        if (key != null && key.open != null) {
            add(
                    record,
                    name,
                    time,
                    key.steps,
                    null,
                    new Alert.Incident("anomaly", "closed", key.open.since(), key.open.step(), key.peak, cause));
        }
    }

    private void add(
            ConsumerRecord<byte[], byte[]> record,
            String key,
            long time,
            long step,
            Float score,
            Alert.Incident incident) {
        expected.add(new Alert(
                key,
                iso(time),
                manifest.name(),
                manifest.version(),
                step,
                new Prediction.Source(record.topic(), record.partition(), record.offset()),
                score,
                incident));
    }

    private static long eventTime(byte[] event) {
        try {
            return JSON.readTree(event).get("timestamp").asLong();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String iso(long time) {
        return ISO.format(Instant.ofEpochMilli(time));
    }
}
