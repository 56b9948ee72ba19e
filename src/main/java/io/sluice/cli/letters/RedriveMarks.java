package io.sluice.cli.letters;

import io.sluice.broker.Cluster;
import io.sluice.broker.TopicSpec;
import io.sluice.permission.Permission;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.TopicConfig;

/**
 * The marks of the letters that were sent back, in a topic of their own. A mark is sent in the transaction of its
 * letter, so that a letter and its mark both exist or neither does. Committed offsets of a consumer group would not do:
 * they cannot say which letters between others were sent, and the broker forgets those of an idle group.
 *
 * @param topic the topic of the marks
 * @param lettersId the id of the dead-letter topic; offsets begin again if it is deleted and created again
 */
record RedriveMarks(String topic, String lettersId) {
    private static final byte[] SENT = {};

    static RedriveMarks of(String applicationId, String lettersId) {
        return new RedriveMarks(topic(applicationId), lettersId);
    }

    /** Returns the permissions that a user needs to write and read the marks of a pipeline. */
    static List<Permission> permissions(String applicationId) {
        return Stream.of(AclOperation.CREATE, AclOperation.READ, AclOperation.WRITE)
                .map(operation -> Permission.ofTopic(operation, topic(applicationId)))
                .toList();
    }

    private static String topic(String applicationId) {
        return applicationId + "-redriven";
    }

    void create(Cluster cluster) {
        if (!cluster.hasTopic(topic)) {
            cluster.create(List.of(new TopicSpec(
                    topic,
                    Optional.of(1),
                    Optional.empty(),
                    Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT))));
        }
    }

    /** Returns the places of the letters that have a mark. */
    Set<String> read(LetterTopic reader) {
        Set<String> places = new HashSet<>();
        reader.read(topic, record -> {
            String name = Letter.text(record.key());
            if (name.startsWith(prefix())) {
                places.add(name.substring(prefix().length()));
            }
        });
        return places;
    }

    ProducerRecord<byte[], byte[]> mark(Letter letter) {
        return new ProducerRecord<>(topic, (prefix() + letter.place()).getBytes(StandardCharsets.UTF_8), SENT);
    }

    private String prefix() {
        return lettersId + ":";
    }
}
