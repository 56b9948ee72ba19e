package io.sluice.offline.torture;

import io.sluice.offline.torture.plan.Topics;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** The offsets of a pipeline. */
final class GroupProgress {
    private final Admin admin;
    private final CommittedRecords records;
    private final String group;
    private final List<TopicPartition> inputs;

    GroupProgress(Admin admin, CommittedRecords records, String group, Topics topics) {
        this.admin = admin;
        this.records = records;
        this.group = group;
        this.inputs =
                topics.inputs().stream().flatMap(GroupProgress::partitions).toList();
    }

    private static Stream<TopicPartition> partitions(String topic) {
        return IntStream.range(0, Topics.PARTITIONS).mapToObj(partition -> new TopicPartition(topic, partition));
    }

    /** Returns the number of input records that the pipeline has not committed yet. */
    long lag() throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get();
        long lag = 0;
        for (Map.Entry<TopicPartition, Long> end : records.ends(inputs).entrySet()) {
            OffsetAndMetadata offset = committed.get(end.getKey());
            lag += end.getValue() - (offset == null ? 0 : offset.offset());
        }
        return lag;
    }
}
