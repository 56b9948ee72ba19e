package io.sluice.simulation;

import io.sluice.config.SluiceConfig;
import io.sluice.event.Origin;
import io.sluice.model.EngineException;
import io.sluice.score.Alert;
import io.sluice.score.Anomaly;
import io.sluice.stream.ScoringCore;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A task as a sequential program: a loop over records, states in a map. */
final class SequentialTask {
    private static final int HEADER = 44;

    private final SequentialScoring scoring;
    private final SequentialAlerts alerts;
    private final boolean raw;
    private final long ttl;
    private final long silence;
    private final Map<String, Remembered> keys = new HashMap<>();
    private final List<Output> outputs = new ArrayList<>();
    private long streamTime = -1;

    /**
     * What is known of a key.
     *
     * @param applied the stream time when the key's last event was applied
     */
    record Remembered(long steps, long eventTime, long applied, Memory memory) {}

    SequentialTask(SluiceConfig config, SequentialScoring scoring) {
        this.scoring = scoring;
        this.raw = config.engineSettings().rawOutput();
        this.ttl = config.stateTtlMillis();
        this.silence = config.silenceMillis();
        this.alerts = new SequentialAlerts(config, outputs);
    }

    List<Output> outputs() {
        return outputs;
    }

    void process(CommittedTask.Applied applied) {
        Message message = applied.message();
        streamTime = applied.streamTime();
        if (message.reason() != null) {
            reject(message, message.reason());
        } else if (message.reading() == null) {
            delete(message.key(), applied);
        } else {
            score(message, applied.timestamp());
        }
    }

    private void reject(Message message, String reason) {
        Origin origin = origin(message);
        outputs.add(new Output(
                ScoringCore.DEAD_LETTERS,
                new Output.Bytes(message.polled().key()),
                new Output.Bytes(message.polled().value()),
                reason + " " + origin.topic() + " " + origin.partition() + " " + origin.offset()));
    }

    private static Origin origin(Message message) {
        return new Origin(
                message.polled().topic(),
                message.polled().partition(),
                message.polled().offset());
    }

    private void delete(String key, CommittedTask.Applied applied) {
        Remembered before = keys.remove(key);
        if (before != null) {
            alerts.before(
                    key,
                    before,
                    new SequentialAlerts.End(
                            applied.timestamp(), before.steps(), origin(applied.message()), null, Alert.Cause.DELETED),
                    isExpired(before),
                    isSilent(before),
                    Alert.Cause.DELETED);
        }
    }

    private void score(Message message, long timestamp) {
        Message.Reading reading = message.reading();
        String key = message.key();
        Remembered before = keys.get(key);
        boolean goesOn = before != null && !reading.reset() && !isExpired(before);
        long time = reading.time() < 0 ? timestamp : reading.time();
        long latest = goesOn ? before.eventTime() : time;
        long number = goesOn ? before.steps() + 1 : 1;
        SequentialScoring.At at =
                new SequentialScoring.At(key, number, time, Math.max(0, time - latest), origin(message));
        try {
            SequentialScoring.Step step = scoring.step(at, reading, goesOn ? before.memory() : scoring.none(), raw);
            if (step == null) {
                reject(message, "prediction-not-finite");
                return;
            }
            keys.put(key, new Remembered(number, Math.max(latest, time), streamTime, step.after()));
            outputs.add(new Output(
                    ScoringCore.PREDICTIONS, new Output.Bytes(message.polled().key()), step.prediction(), ""));
            alert(at, before, goesOn, step.anomaly());
        } catch (EngineException e) {
            reject(message, "model-failed");
        }
    }

    private void alert(SequentialScoring.At at, Remembered before, boolean goesOn, Anomaly anomaly) {
        if (before != null) {
            SequentialAlerts.End end =
                    new SequentialAlerts.End(at.time(), at.number(), at.origin(), anomaly.score(), Alert.Cause.EVENT);
            alerts.before(
                    at.key(), before, end, isExpired(before), isSilent(before), goesOn ? null : Alert.Cause.RESET);
        }
        alerts.changed(at, anomaly);
    }

    private boolean isExpired(Remembered key) {
        return ttl > 0 && streamTime - key.applied() > ttl;
    }

    private boolean isSilent(Remembered key) {
        return silence > 0 && streamTime - key.applied() > silence;
    }

    /** Removes the keys that are expired at the end, and tells of those that are silent. */
    void end() {
        keys.entrySet().removeIf(entry -> {
            if (isExpired(entry.getValue())) {
                alerts.expired(entry.getKey(), entry.getValue());
                return true;
            }
            if (isSilent(entry.getValue())) {
                alerts.silent(entry.getKey(), entry.getValue());
            }
            return false;
        });
    }

    /** The states at the end, in the layout that {@code KeyState} documents. */
    Map<String, byte[]> states() {
        Map<String, byte[]> states = new TreeMap<>();
        keys.forEach((key, remembered) -> states.put(key, bytes(remembered)));
        return states;
    }

    private byte[] bytes(Remembered key) {
        byte[] scored = key.memory().scored();
        byte[] packed = key.memory().packed();
        return ByteBuffer.allocate(HEADER + scored.length + packed.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put((byte) 2)
                .put((byte) 0)
                .putShort((short) (isSilent(key) ? 1 : 0))
                .putInt(scoring.scorerFormat())
                .putInt(scored.length)
                .putLong(SimulatedModel.FINGERPRINT)
                .putLong(key.steps())
                .putLong(key.eventTime())
                .putLong(key.applied())
                .put(scored)
                .put(packed)
                .array();
    }
}
