package io.sluice.simulation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the brokers hold of a task: committed states, outputs, offsets and times, and the records that led to them. */
final class CommittedTask {
    private final Map<byte[], byte[]> states = new TreeMap<>(Arrays::compareUnsigned);
    private final List<Output> outputs = new ArrayList<>();
    private final List<Applied> applied = new ArrayList<>();
    private final Map<InputLog, Integer> positions = new HashMap<>();
    private final Map<InputLog, Long> times = new HashMap<>();

    /**
     * A record that took effect.
     *
     * @param timestamp the time that Kafka Streams extracted
     * @param streamTime the task's stream time at the record's turn
     */
    record Applied(Message message, long timestamp, long streamTime) {}

    /** The changelog: key to state. */
    Map<byte[], byte[]> states() {
        return states;
    }

    List<Output> outputs() {
        return outputs;
    }

    List<Applied> applied() {
        return applied;
    }

    /** The index of the first record of a log that was not committed. */
    int position(InputLog log) {
        return positions.getOrDefault(log, 0);
    }

    /** The largest time of a log's records that were taken, -1 without any. */
    long time(InputLog log) {
        return times.getOrDefault(log, -1L);
    }

    /** Commits the effects of records, without their offsets. */
    void commit(Map<byte[], byte[]> changes, List<Output> sent, List<Applied> records) {
        changes.forEach((key, state) -> {
            if (state == null) {
                states.remove(key);
            } else {
                states.put(key, state);
            }
        });
        outputs.addAll(sent);
        applied.addAll(records);
    }

    void commitOffset(InputLog log, int position, long time) {
        positions.put(log, position);
        times.put(log, time);
    }
}
