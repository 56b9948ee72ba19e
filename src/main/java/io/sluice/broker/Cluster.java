package io.sluice.broker;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TimeoutException;

/** A Kafka cluster that has answered; every call answers or fails within {@link #PATIENCE}. */
public final class Cluster implements AutoCloseable {
    /** How long a broker may take to answer. */
    public static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Duration POLL = Duration.ofMillis(20);

    private final Admin admin;
    private final String bootstrapServers;

    private Cluster(Admin admin, String bootstrapServers) {
        this.admin = admin;
        this.bootstrapServers = bootstrapServers;
    }

    /**
     * Connects and waits for an answer.
     *
     * @throws BrokerException if no broker answers within {@link #PATIENCE}
     * @throws ConfigException if this is no list of host:port
     */
    public static Cluster connect(String bootstrapServers) {
        return connect(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers));
    }

    /** Connects with settings of the admin client (security, for one); they must hold {@code bootstrap.servers}. */
    public static Cluster connect(Map<String, ?> settings) {
        Map<String, Object> config = new HashMap<>(settings);
        config.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
        config.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
        String servers = String.valueOf(config.get(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG));
        Cluster cluster = new Cluster(open(config, servers), servers);
        try {
            cluster.await(cluster.admin
                    .describeCluster(new DescribeClusterOptions().timeoutMs((int) PATIENCE.toMillis()))
                    .clusterId());
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
        return cluster;
    }

    /** Those of the named topics that exist, by name. */
    public Map<String, LiveTopic> topics(Collection<String> names) {
        Set<String> there = await(admin.listTopics().names());
        List<String> known = names.stream().filter(there::contains).toList();
        Map<String, TopicDescription> descriptions =
                await(admin.describeTopics(known).allTopicNames());
        Map<ConfigResource, Config> configs = await(
                admin.describeConfigs(known.stream().map(Cluster::resource).toList())
                        .all());
        Map<String, LiveTopic> topics = new HashMap<>();
        descriptions.forEach((name, description) ->
                topics.put(name, live(description, Objects.requireNonNull(configs.get(resource(name))))));
        return topics;
    }

    /**
     * Creates topics, and waits until they are seen: one is created when the controller says so, and seen by clients
     * when the broker has heard of it.
     *
     * @throws BrokerException if the broker refuses one, which names it; those before it are created
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
        awaitSeen(specs.stream().map(TopicSpec::name).toList());
    }

    private void awaitSeen(List<String> names) {
        long patience = System.nanoTime() + PATIENCE.toNanos();
        while (topics(names).size() < names.size()) {
            if (System.nanoTime() > patience) {
                throw new BrokerException("topics " + names + " were created, but are not seen on " + bootstrapServers
                        + " after " + PATIENCE.toSeconds() + " s");
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    public String bootstrapServers() {
        return bootstrapServers;
    }

    /** Closes the connection at once. */
    @Override
    public void close() {
        admin.close(Duration.ZERO);
    }

    private static Admin open(Map<String, Object> config, String servers) {
        try {
            return Admin.create(config);
        } catch (KafkaException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            if (String.valueOf(cause.getMessage()).startsWith("No resolvable bootstrap urls")) {
                throw new BrokerException(
                        "no address is known for any host in " + servers + "; check bootstrap.servers", e);
            }
            throw e;
        }
    }

    private <T> T await(KafkaFuture<T> answer) {
        try {
            return answer.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BrokerException("interrupted while waiting for " + bootstrapServers, e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            if (cause instanceof TimeoutException) {
                throw new BrokerException(
                        "no Kafka broker answered on " + bootstrapServers + " within " + PATIENCE.toSeconds()
                                + " s; start one (sluice broker) or check bootstrap.servers",
                        cause);
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

    private static LiveTopic live(TopicDescription description, Config config) {
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
