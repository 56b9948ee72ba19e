package io.sluice.permission;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourceType;

/**
 * The permission of a user to do something with a topic or a consumer group.
 *
 * @param type TOPIC or GROUP
 */
public record Permission(ResourceType type, String name, AclOperation operation) {
    public Permission {
        Objects.requireNonNull(name);
        Objects.requireNonNull(operation);
        if (type != ResourceType.TOPIC && type != ResourceType.GROUP) {
            throw new IllegalArgumentException("a permission is for a topic or a group, not for " + type);
        }
    }

    /** Returns the permission to do something with a topic. */
    public static Permission ofTopic(AclOperation operation, String name) {
        return new Permission(ResourceType.TOPIC, name, operation);
    }

    /** Returns the permission to read as a member of a consumer group. */
    public static Permission toReadAs(String group) {
        return new Permission(ResourceType.GROUP, group, AclOperation.READ);
    }

    /** Returns a sentence that names permissions which a user lacks, and a command that gives the first one. */
    public static String lack(List<Permission> missing, String bootstrapServers) {
        return "this user lacks permissions at " + bootstrapServers + ": "
                + missing.stream().map(Permission::text).collect(Collectors.joining(", "))
                + "; give them to it, for example with kafka-acls.sh --bootstrap-server " + bootstrapServers
                + " --add --allow-principal User:NAME " + missing.get(0).options();
    }

    private String text() {
        return lowerCase(operation).replace('_', ' ') + " on " + lowerCase(type) + " " + name;
    }

    private String options() {
        return "--operation "
                + Arrays.stream(lowerCase(operation).split("_"))
                        .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
                        .collect(Collectors.joining())
                + " --" + lowerCase(type) + " " + name;
    }

    private static String lowerCase(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
