package io.sluice.permission;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.DescribeConsumerGroupsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.resource.ResourceType;
import org.jspecify.annotations.Nullable;

/**
 * Asks a broker which permissions the user of an admin client lacks. So one error names them all, before a client fails
 * at one of them, perhaps hours later.
 *
 * <p>A broker answers with the operations that are allowed on a topic or a group. It refuses to describe what the user
 * may do nothing with, and then all its permissions are missing. Some brokers do not say what is allowed, and of a
 * topic or group that does not exist only the permission to create it is known. Then nothing counts as missing.
 */
public final class PermissionCheck {
    private final Admin admin;

    public PermissionCheck(Admin admin) {
        this.admin = admin;
    }

    /**
     * Returns those permissions that the user lacks, in the order given. The one to create a topic counts only if the
     * topic does not exist. The future fails if the broker does not answer.
     */
    public CompletableFuture<List<Permission>> missing(Collection<Permission> needed) {
        return Stream.concat(topics(of(ResourceType.TOPIC, needed)), groups(of(ResourceType.GROUP, needed)))
                .reduce(CompletableFuture.completedFuture(List.of()), PermissionCheck::both)
                .thenApply(missing ->
                        needed.stream().distinct().filter(missing::contains).toList());
    }

    private static CompletableFuture<List<Permission>> both(
            CompletableFuture<List<Permission>> one, CompletableFuture<List<Permission>> other) {
        return one.thenCombine(
                other, (a, b) -> Stream.concat(a.stream(), b.stream()).toList());
    }

    private static Map<String, List<Permission>> of(ResourceType type, Collection<Permission> needed) {
        return needed.stream()
                .filter(permission -> permission.type() == type)
                .distinct()
                .collect(Collectors.groupingBy(Permission::name));
    }

    private Stream<CompletableFuture<List<Permission>>> topics(Map<String, List<Permission>> needed) {
        Map<String, KafkaFuture<TopicDescription>> answers = admin.describeTopics(
                        needed.keySet(), new DescribeTopicsOptions().includeAuthorizedOperations(true))
                .topicNameValues();
        return answers.entrySet().stream()
                .map(answer ->
                        topic(answer.getKey(), needed.getOrDefault(answer.getKey(), List.of()), answer.getValue()));
    }

    private CompletableFuture<List<Permission>> topic(
            String name, List<Permission> needed, KafkaFuture<TopicDescription> answer) {
        return answer.toCompletionStage()
                .handle((topic, failure) -> cause(failure) instanceof UnknownTopicOrPartitionException
                        ? creation(name, needed)
                        : CompletableFuture.completedFuture(
                                topic == null
                                        ? hidden(needed, failure)
                                        : lacking(needed, topic.authorizedOperations())))
                .thenCompose(missing -> missing)
                .toCompletableFuture();
    }

    private Stream<CompletableFuture<List<Permission>>> groups(Map<String, List<Permission>> needed) {
        Map<String, KafkaFuture<ConsumerGroupDescription>> answers = admin.describeConsumerGroups(
                        needed.keySet(), new DescribeConsumerGroupsOptions().includeAuthorizedOperations(true))
                .describedGroups();
        return answers.entrySet().stream()
                .map(answer -> group(needed.getOrDefault(answer.getKey(), List.of()), answer.getValue()));
    }

    private static CompletableFuture<List<Permission>> group(
            List<Permission> needed, KafkaFuture<ConsumerGroupDescription> answer) {
        CompletionStage<List<Permission>> missing = answer.toCompletionStage()
                .handle((group, failure) ->
                        group == null ? hidden(needed, failure) : lacking(needed, group.authorizedOperations()));
        return missing.toCompletableFuture();
    }

    /** Asks the broker to check the creation of a topic that does not exist, and not to create it. */
    private CompletableFuture<List<Permission>> creation(String name, List<Permission> needed) {
        List<Permission> creation = needed.stream()
                .filter(permission -> permission.operation() == AclOperation.CREATE)
                .toList();
        if (creation.isEmpty()) {
            return CompletableFuture.completedFuture(creation);
        }
        return admin.createTopics(
                        List.of(new NewTopic(name, 1, (short) -1)), new CreateTopicsOptions().validateOnly(true))
                .all()
                .toCompletionStage()
                .handle((created, failure) ->
                        cause(failure) instanceof AuthorizationException ? creation : List.<Permission>of())
                .toCompletableFuture();
    }

    private static List<Permission> hidden(List<Permission> needed, Throwable failure) {
        if (cause(failure) instanceof AuthorizationException) {
            return needed;
        }
        if (cause(failure) instanceof GroupIdNotFoundException) {
            return List.of();
        }
        throw new CompletionException(cause(failure));
    }

    /** Some of the admin client's futures wrap their failure. */
    private static @Nullable Throwable cause(@Nullable Throwable failure) {
        return failure instanceof CompletionException ? failure.getCause() : failure;
    }

    private static List<Permission> lacking(List<Permission> needed, @Nullable Set<AclOperation> allowed) {
        if (allowed == null || allowed.isEmpty()) { // not said, because what is described may be described
            return List.of();
        }
        return needed.stream()
                .filter(permission -> permission.operation() != AclOperation.CREATE)
                .filter(permission -> !allowed.contains(permission.operation()))
                .toList();
    }
}
