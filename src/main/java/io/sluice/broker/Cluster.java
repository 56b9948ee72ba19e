package io.sluice.broker;

import io.sluice.permission.Permission;
import io.sluice.permission.PermissionCheck;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;

/** A connection to a Kafka cluster. Every call returns or fails within {@link #TIMEOUT}. */
public final class Cluster implements AutoCloseable {
    /** The time that a broker has to answer a request. */
    public static final Duration TIMEOUT = Duration.ofSeconds(10);

    private static final Duration POLL_INTERVAL = Duration.ofMillis(20);

    private final Admin admin;
    private final String bootstrapServers;

    private Cluster(Admin admin, String bootstrapServers) {
        this.admin = admin;
        this.bootstrapServers = bootstrapServers;
    }

    /**
     * Connects to a cluster and waits for its first answer.
     *
     * @param bootstrapServers host:port pairs, separated by commas
     * @throws BrokerException if no broker answers within {@link #TIMEOUT}
     * @throws ConfigException if {@code bootstrapServers} is not a list of host:port pairs
     */
    public static Cluster connect(String bootstrapServers) {
        return connect(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers));
    }

    /**
     * Connects with settings of Kafka's admin client, for example for security.
     *
     * @param settings must contain {@code bootstrap.servers}
     * @throws BrokerException if no broker answers within {@link #TIMEOUT}
     * @throws ConfigException if a setting is invalid
     */
    public static Cluster connect(Map<String, ?> settings) {
        Map<String, Object> config = new HashMap<>(settings);
        config.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) TIMEOUT.toMillis());
        config.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) TIMEOUT.toMillis());
        String servers = String.valueOf(config.get(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG));
        Cluster cluster = new Cluster(open(config, servers), servers);
        try {
            cluster.await(cluster.admin
                    .describeCluster(new DescribeClusterOptions().timeoutMs((int) TIMEOUT.toMillis()))
                    .clusterId());
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
        return cluster;
    }

    /** Returns the addresses of the brokers that the connection was made with, separated by commas. */
    public String bootstrapServers() {
        return bootstrapServers;
    }

    /** Returns true if a topic exists and this client may see it. */
    public boolean hasTopic(String name) {
        return await(admin.listTopics().names()).contains(name);
    }

    /**
     * Checks that the user of this client has permissions. Call this before other methods, because a topic that the
     * user may not see looks to them like a missing one.
     *
     * @throws BrokerException if some are missing; the message names them
     */
    public void requirePermissions(Collection<Permission> needed) {
        List<Permission> missing = await(new PermissionCheck(admin).missing(needed));
        if (!missing.isEmpty()) {
            throw new BrokerException(Permission.lack(missing, bootstrapServers));
        }
    }

    /**
     * Checks that a topic exists.
     *
     * @param remedy what the user can do, the end of the message
     * @throws BrokerException if it does not
     */
    public void requireTopic(String name, String remedy) {
        if (!hasTopic(name)) {
            throw new BrokerException("topic " + name + " is missing on " + bootstrapServers + "; " + remedy);
        }
    }

    /** Returns the id of an existing topic. A topic that is deleted and created again has another one. */
    public String topicId(String name) {
        Map<String, TopicDescription> found =
                await(admin.describeTopics(List.of(name)).allTopicNames());
        return Objects.requireNonNull(found.get(name), name).topicId().toString();
    }

    /** Returns the numbers of partitions of the topics that exist among the given names. */
    public Map<String, Integer> partitions(Collection<String> names) {
        Set<String> existing = await(admin.listTopics().names());
        List<String> known = names.stream().filter(existing::contains).toList();
        Map<String, Integer> partitions = new HashMap<>();
        await(admin.describeTopics(known).allTopicNames())
                .forEach(
                        (name, topic) -> partitions.put(name, topic.partitions().size()));
        return partitions;
    }

    /**
     * Returns the latest timestamp in each partition, in milliseconds since the epoch; -1 for a partition without any.
     */
    public Map<TopicPartition, Long> latestTimes(Collection<TopicPartition> partitions) {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        partitions.forEach(partition -> asked.put(partition, OffsetSpec.maxTimestamp()));
        Map<TopicPartition, Long> times = new HashMap<>();
        await(admin.listOffsets(asked).all()).forEach((partition, found) -> times.put(partition, found.timestamp()));
        return times;
    }

    /** Returns the topics that exist among the given names, by name. */
    public Map<String, LiveTopic> topics(Collection<String> names) {
        Set<String> existing = await(admin.listTopics().names());
        List<String> known = names.stream().filter(existing::contains).toList();
        Map<String, TopicDescription> descriptions =
                await(admin.describeTopics(known).allTopicNames());
        Map<ConfigResource, Config> configs = await(
                admin.describeConfigs(known.stream().map(Cluster::resource).toList())
                        .all());
        Map<String, LiveTopic> topics = new HashMap<>();
        descriptions.forEach((name, description) ->
                topics.put(name, liveTopic(description, Objects.requireNonNull(configs.get(resource(name))))));
        return topics;
    }

    /**
     * Creates topics and waits until clients can see them. The controller confirms a topic before the broker has
     * learned about it, so a confirmed topic may still be invisible for a moment.
     *
     * @throws BrokerException if the broker refuses a topic; the message names it, and the topics before it exist
     */
    public void create(Collection<TopicSpec> specs) {
        admin.createTopics(specs.stream().map(Cluster::newTopic).toList())
                .values()
                .forEach((name, created) -> {
                    try {
                        await(created);
                    } catch (BrokerException e) {
                        throw new BrokerException("topic " + name + " was not created: " + e.getMessage(), e);
                    }
                });
        awaitVisible(specs.stream().map(TopicSpec::name).toList());
    }

    private void awaitVisible(List<String> names) {
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        while (partitions(names).size() < names.size()) {
            if (System.nanoTime() > deadline) {
                throw new BrokerException("topics " + names + " were created, but " + bootstrapServers
                        + " does not list them after " + TIMEOUT.toSeconds() + " s; run the command again");
            }
            LockSupport.parkNanos(POLL_INTERVAL.toNanos());
        }
    }

    /** Closes the connection without waiting for open requests. */
    @Override
    public void close() {
        admin.close(Duration.ZERO);
    }

    private static Admin open(Map<String, Object> config, String servers) {
        try {
            return Admin.create(config);
        } catch (KafkaException e) {
            String found = rootMessage(e);
            if (found.startsWith("No resolvable bootstrap urls")) {
                throw new BrokerException(
                        "no host of bootstrap.servers " + servers + " has a known address; check the host names", e);
            }
            ConfigException failure = new ConfigException(
                    found.startsWith("Could not find a 'KafkaClient' entry")
                            ? "security.protocol asks for a login, but sasl.jaas.config is not set; set it to the"
                                    + " login module with user and password"
                            : "no client for bootstrap.servers " + servers + " can be made: " + found);
            failure.initCause(e);
            throw failure;
        }
    }

    private static String rootMessage(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.toString() : root.getMessage();
    }

    private <T> T await(Future<T> answer) {
        try {
            return answer.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BrokerException("interrupted while waiting for " + bootstrapServers, e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            if (cause instanceof TimeoutException) {
                throw new BrokerException(
                        "no Kafka broker answered on " + bootstrapServers + " within " + TIMEOUT.toSeconds()
                                + " s; start one (sluice broker) or check bootstrap.servers and security.protocol",
                        cause);
            }
            if (cause instanceof AuthenticationException) {
                throw new BrokerException("broker " + bootstrapServers + ": " + rootMessage(cause), cause);
            }
            throw new BrokerException(String.valueOf(cause.getMessage()), cause);
        }
    }

    private static ConfigResource resource(String topic) {
        return new ConfigResource(ConfigResource.Type.TOPIC, topic);
    }

    private static NewTopic newTopic(TopicSpec spec) {
        return new NewTopic(spec.name(), spec.partitions(), spec.replicas()).configs(spec.config());
    }

    private static LiveTopic liveTopic(TopicDescription description, Config config) {
        Map<String, String> settings = new HashMap<>();
        Map<String, String> overrides = new HashMap<>();
        for (ConfigEntry entry : config.entries()) {
            settings.put(entry.name(), String.valueOf(entry.value()));
            if (entry.source() == ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG) {
                overrides.put(entry.name(), String.valueOf(entry.value()));
            }
        }
        int replicas = description.partitions().get(0).replicas().size();
        return new LiveTopic(description.name(), description.partitions().size(), replicas, settings, overrides);
    }
}
