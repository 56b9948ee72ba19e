package io.sluice.stream;

import io.sluice.config.SluiceConfig;
import io.sluice.permission.Permission;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.acl.AclOperation;

/**
 * The permissions of a pipeline's user at the broker. It also needs the one to write with its transactional ids, which
 * no broker tells in advance.
 */
public final class NeededPermissions {
    private NeededPermissions() {}

    /** Returns the permissions on topics and on the group, each for one name. */
    public static List<Permission> of(SluiceConfig config) {
        List<Permission> needed = new ArrayList<>();
        config.inputTopics().forEach(topic -> needed.add(Permission.ofTopic(AclOperation.READ, topic)));
        config.outputTopics().forEach(topic -> needed.add(Permission.ofTopic(AclOperation.WRITE, topic)));
        needed.add(Permission.toReadAs(config.applicationId()));
        addInternal(TopologyNames.changelogTopic(config), needed);
        if (config.repartitions()) {
            addInternal(TopologyNames.repartitionTopic(config), needed);
            // Kafka Streams says nothing if it may not delete the events that it has processed.
            needed.add(Permission.ofTopic(AclOperation.DELETE, TopologyNames.repartitionTopic(config)));
        }
        return needed;
    }

    private static void addInternal(String topic, List<Permission> needed) {
        for (AclOperation operation : List.of(AclOperation.CREATE, AclOperation.READ, AclOperation.WRITE)) {
            needed.add(Permission.ofTopic(operation, topic));
        }
    }
}
