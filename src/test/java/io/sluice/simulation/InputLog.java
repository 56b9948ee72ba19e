package io.sluice.simulation;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.TopicPartition;

/** A partition of an input topic. Its records are known from the beginning, and are appended one after another. */
final class InputLog {
    private final TopicPartition partition;
    private final List<Message> messages = new ArrayList<>();
    private int end;

    InputLog(TopicPartition partition) {
        this.partition = partition;
    }

    TopicPartition partition() {
        return partition;
    }

    /** The offset of the next record, after a gap as a transaction marker or a compaction leaves it. */
    long nextOffset(int gap) {
        return messages.isEmpty()
                ? gap
                : messages.get(messages.size() - 1).polled().offset() + 1 + gap;
    }

    void plan(Message message) {
        messages.add(message);
    }

    void append() {
        end++;
    }

    /** The number of records that a consumer can see. */
    int end() {
        return end;
    }

    Message message(int index) {
        return messages.get(index);
    }
}
