package io.sluice.stream;

import io.sluice.config.RootCause;
import io.sluice.config.SluiceConfig;
import io.sluice.model.Manifest;
import io.sluice.permission.Permission;
import io.sluice.permission.PermissionCheck;
import io.sluice.schema.RegistryException;
import io.sluice.schema.SchemaException;
import io.sluice.stream.start.StateFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** The checks before a pipeline starts. They turn a mistake into one clear line, not a loop of warnings. */
final class Preflight {
    private static final int MISSING_MILLIS = 3_000;

    private final SluiceConfig config;

    Preflight(SluiceConfig config) {
        this.config = config;
    }

    /**
     * Checks the schema of the events.
     *
     * @return warnings of places that a model reads and the schema lacks
     * @throws StartException if the schema cannot be had or used
     */
    List<String> checkSchema(Manifest.Input input) {
        try {
            return config.events().checkSchema(input, config.eventKey());
        } catch (RegistryException | SchemaException e) {
            throw new StartException(String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * Checks the state directory and its cluster, the broker, the topics, their partitions and the group.
     *
     * @throws StartException if something is missing or does not fit
     */
    TopicFindings check() {
        requireStateDirectory();
        try (Admin admin = admin()) {
            requirePermissions(admin);
            Map<String, TopicDescription> topics = describe(admin, topicNames());
            requireEqualPartitions(topics);
            requireOwnGroup(admin);
            TopicDescription changelog = changelog(admin);
            OptionalInt statePartitions = changelog == null
                    ? OptionalInt.empty()
                    : OptionalInt.of(changelog.partitions().size());
            statePartitions.ifPresent(partitions -> requireSamePartitions(topics, partitions));
            TopicSettings settings = topicSettings(admin);
            settings.requireCleanupPolicies();
            requireStatesOfThisCluster(
                    admin, changelog); // last, so that a mistake of the start leaves no trace in the folder
            return new TopicFindings(settings.limits(), statePartitions, inputPartitions(topics));
        }
    }

    private void requirePermissions(Admin admin) {
        List<Permission> missing = missingPermissions(admin);
        if (!missing.isEmpty()) {
            throw new StartException(Permission.lack(missing, config.bootstrapServers()));
        }
    }

    /**
     * Returns the permissions that the user of the pipeline lacks.
     *
     * @throws StartException if the broker does not answer
     */
    List<Permission> missingPermissions() {
        try (Admin admin = admin()) {
            return missingPermissions(admin);
        }
    }

    private List<Permission> missingPermissions(Admin admin) {
        List<Permission> missing =
                await(new PermissionCheck(admin).missing(NeededPermissions.of(config)), "the permissions of this user");
        return missing == null ? List.of() : missing;
    }

    private void requireStateDirectory() {
        Path directory = Path.of(config.stateDirectory());
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new StartException(
                    "state directory " + directory + " cannot be created ("
                            + e.getClass().getSimpleName() + "); set state.dir to a folder that can be written",
                    e);
        }
        if (!Files.isWritable(directory)) {
            throw new StartException("state directory " + directory
                    + " cannot be written; set state.dir to a folder that can be written");
        }
    }

    /** States in memory leave nothing on the disk. Some old brokers have no ids of clusters or topics. */
    private void requireStatesOfThisCluster(Admin admin, @Nullable TopicDescription changelog) {
        if (config.stateStore() == SluiceConfig.StateStore.MEMORY) {
            return;
        }
        StateFolder folder = new StateFolder(config.stateDirectory(), config.applicationId());
        String cluster = await(admin.describeCluster().clusterId(), "cluster id");
        try {
            if (cluster != null) {
                requireStatesOf(cluster, folder);
            }
            requireStatesOf(changelog, folder);
        } catch (IOException e) {
            throw new StartException(
                    "folder " + folder.path() + " of the states cannot be used ("
                            + e.getClass().getSimpleName() + "); set state.dir to a folder that can be written",
                    e);
        }
    }

    private void requireStatesOf(String cluster, StateFolder folder) throws IOException {
        folder.claim(cluster).ifPresent(other -> {
            throw new StartException("folder " + folder.path() + " has states of another Kafka cluster, " + other
                    + ", but " + config.bootstrapServers() + " is cluster " + cluster
                    + " (each new broker is one); set another state.dir, or delete the folder: the states of this"
                    + " cluster come back from its changelog");
        });
    }

    /** A cluster that was made again with its old id has none of the old topics, or other ones of their names. */
    private void requireStatesOf(@Nullable TopicDescription changelog, StateFolder folder) throws IOException {
        String remedy = "; the cluster or the topic was made again; delete the folder, or set another state.dir";
        if (changelog == null) {
            if (folder.hasStates()) {
                throw new StartException("folder " + folder.path() + " has states, but their changelog "
                        + TopologyNames.changelogTopic(config) + " is missing on " + config.bootstrapServers()
                        + remedy);
            }
            return;
        }
        if (!changelog.topicId().equals(Uuid.ZERO_UUID)) {
            folder.claimChangelog(changelog.topicId().toString()).ifPresent(other -> {
                throw new StartException("folder " + folder.path() + " has states of another changelog: topic "
                        + changelog.name() + " had the id " + other + ", and on " + config.bootstrapServers()
                        + " it has " + changelog.topicId() + remedy);
            });
        }
    }

    private Admin admin() {
        try {
            return BrokerClients.admin(config, "preflight");
        } catch (KafkaException e) {
            String found = RootCause.message(e);
            if (found.startsWith("No resolvable bootstrap urls")) {
                throw new StartException(
                        "no host of bootstrap.servers " + config.bootstrapServers()
                                + " has a known address; check the host names",
                        e);
            }
            ConfigException failure = new ConfigException(
                    found.startsWith("Could not find a 'KafkaClient' entry")
                            ? "security.protocol asks for a login, but sasl.jaas.config is not set; set it to the"
                                    + " login module with user and password"
                            : "no client for bootstrap.servers " + config.bootstrapServers() + " can be made: "
                                    + found);
            failure.initCause(e);
            throw failure;
        }
    }

    private List<String> topicNames() {
        List<String> names = new ArrayList<>(config.inputTopics());
        names.addAll(config.outputTopics());
        return names;
    }

    /** Asks again for missing topics for a while, because a new topic may not be known to every broker yet. */
    private Map<String, TopicDescription> describe(Admin admin, List<String> names) {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(MISSING_MILLIS);
        Map<String, TopicDescription> found = new TreeMap<>();
        List<String> missing = names;
        while (true) {
            missing = describe(admin, missing, found);
            if (missing.isEmpty()) {
                return found;
            }
            if (System.nanoTime() > deadline) {
                throw new StartException("missing on " + config.bootstrapServers() + ": topic "
                        + String.join(", ", missing) + "; create it, for example with sluice topics apply");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
        }
    }

    /** Adds the topics that exist to {@code found} and returns the names of the others. */
    private List<String> describe(Admin admin, List<String> names, Map<String, TopicDescription> found) {
        admin.describeTopics(names).topicNameValues().forEach((name, future) -> {
            TopicDescription topic = await(future, "topic " + name);
            if (topic != null) {
                found.put(name, topic);
            }
        });
        return names.stream().filter(name -> !found.containsKey(name)).toList();
    }

    /** A key of several topics has one state only if the topics have equal numbers of partitions. */
    private void requireEqualPartitions(Map<String, TopicDescription> topics) {
        Map<Integer, List<String>> byPartitions =
                config.inputTopics().stream().collect(Collectors.groupingBy(name -> partitions(topics, name)));
        if (byPartitions.size() > 1 && !config.repartitions()) {
            throw new StartException("the input topics have different numbers of partitions " + byPartitions
                    + ", so a key would have several states; make the numbers equal, or set " + SluiceConfig.EVENT_KEY);
        }
    }

    /** Two pipelines in one group would take each other's partitions, and score nothing of them. */
    private void requireOwnGroup(Admin admin) {
        String id = config.applicationId();
        ConsumerGroupDescription group = await(
                admin.describeConsumerGroups(List.of(id)).describedGroups().get(id), "group " + id);
        if (group == null) {
            return;
        }
        List<String> others = group.members().stream()
                .flatMap(member -> member.assignment().topicPartitions().stream())
                .map(TopicPartition::topic)
                .filter(topic -> !config.inputTopics().contains(topic))
                .filter(topic -> !topic.equals(TopologyNames.repartitionTopic(config)))
                .distinct()
                .sorted()
                .toList();
        if (!others.isEmpty()) {
            throw new StartException("another pipeline with application.id " + id + " reads topic "
                    + String.join(", ", others) + ", and this one reads " + String.join(", ", config.inputTopics())
                    + "; set another application.id for this one, or stop the other one (one that was killed leaves"
                    + " its group after session.timeout.ms)");
        }
    }

    private Map<String, Integer> inputPartitions(Map<String, TopicDescription> topics) {
        return config.inputTopics().stream()
                .distinct()
                .collect(Collectors.toMap(name -> name, name -> partitions(topics, name)));
    }

    /** Returns the topic of the stored states; null if there are none yet. */
    private @Nullable TopicDescription changelog(Admin admin) {
        String changelog = TopologyNames.changelogTopic(config);
        Map<String, TopicDescription> found = new HashMap<>();
        describe(admin, List.of(changelog), found);
        return found.get(changelog);
    }

    /**
     * Without repartitioning, the input's partition decides where a key's state is. Kafka cannot take partitions away
     * from a topic, so the message names what can be done instead.
     */
    private void requireSamePartitions(Map<String, TopicDescription> topics, int statePartitions) {
        String input = config.inputTopics().get(0);
        int partitions = partitions(topics, input);
        if (!config.repartitions() && partitions != statePartitions) {
            throw new StartException(
                    "topic " + input + " has " + partitions + " partitions, but the states are in " + statePartitions
                            + " (topic " + TopologyNames.changelogTopic(config)
                            + "), so most keys would lose their states" + waysOut(statePartitions));
        }
    }

    /** Returns what can be done about an input topic that has grown. */
    static String waysOut(int statePartitions) {
        return "; to keep the states, set " + SluiceConfig.EVENT_KEY + " or send the events to a new topic with "
                + statePartitions + " partitions; to begin without states, set another application.id";
    }

    private static int partitions(Map<String, TopicDescription> topics, String name) {
        TopicDescription topic = topics.get(name);
        return topic == null ? 0 : topic.partitions().size();
    }

    /** Asks once for the settings of all topics that the pipeline writes. */
    private TopicSettings topicSettings(Admin admin) {
        Map<String, Config> settings = new HashMap<>();
        admin.describeConfigs(TopicSettings.names(config).stream()
                        .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                        .toList())
                .values()
                .forEach((topic, answer) -> {
                    Config found = await(answer, "topic " + topic.name());
                    if (found != null) {
                        settings.put(topic.name(), found);
                    }
                });
        return new TopicSettings(config, settings);
    }

    /** Returns the future's value; null if the broker has no such topic or does not let this client see it. */
    private <T> @Nullable T await(@Nullable Future<T> future, String what) {
        if (future == null) {
            return null;
        }
        try {
            return future.get(BrokerClients.TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException
                    || e.getCause() instanceof GroupIdNotFoundException
                    || e.getCause() instanceof AuthorizationException) {
                return null;
            }
            if (e.getCause() instanceof org.apache.kafka.common.errors.TimeoutException) {
                throw unreachable(e);
            }
            if (e.getCause() instanceof AuthenticationException) {
                throw new StartException("broker " + config.bootstrapServers() + ": " + RootCause.message(e), e);
            }
            throw new StartException(what + ": " + RootCause.message(e), e);
        } catch (TimeoutException e) {
            throw unreachable(e);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StartException("interrupted while waiting for the broker", interrupted);
        }
    }

    private StartException unreachable(Exception cause) {
        return new StartException(
                "no Kafka broker answers at " + config.bootstrapServers() + " within "
                        + BrokerClients.TIMEOUT.toSeconds()
                        + " s; check that it runs, and that bootstrap.servers and security.protocol are right",
                cause);
    }
}
