package io.sluice.it;

import io.sluice.KeyPair;
import io.sluice.broker.EmbeddedBroker;
import io.sluice.cli.common.FreePort;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AccessControlEntryFilter;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourcePatternFilter;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;

/** A broker that wants TLS, a user with a password, and a permission for each thing that a user does. */
final class SecuredBroker implements AutoCloseable {
    static final String ADMIN = "admin";
    static final String USER = "pump-watch";
    static final String SENSOR = "sensor";

    private static final String LOGIN_MODULE = "org.apache.kafka.common.security.plain.PlainLoginModule";
    static final String STORE_PASSWORD = KeyPair.PASSWORD;
    private static final String HOST = "127.0.0.1";
    private static final String ADDRESS = "ip:" + HOST;

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Path keys;
    private final Path clientKeys;
    private final String mutualTls;
    private final String expired;
    private final String elsewhere;
    private final Path bad;
    private final EmbeddedBroker broker;

    private SecuredBroker(
            Path keys,
            Path clientKeys,
            String mutualTls,
            String expired,
            String elsewhere,
            Path bad,
            EmbeddedBroker broker) {
        this.keys = keys;
        this.clientKeys = clientKeys;
        this.mutualTls = mutualTls;
        this.expired = expired;
        this.elsewhere = elsewhere;
        this.bad = bad;
        this.broker = broker;
    }

    static SecuredBroker start(Path folder) throws IOException, InterruptedException {
        Path keys = keys(folder.resolve("keys.p12"));
        KeyPair client = KeyPair.make(folder.resolve("client.p12"), USER, ADDRESS);
        Path clientKeys = client.store();
        Path trusted = Files.copy(keys, folder.resolve("trusted.p12"));
        new KeyPair(trusted, HOST).trust(client);
        KeyPair authority = KeyPair.make(folder.resolve("authority.p12"), "authority", "dns:authority.example");
        KeyPair expired = KeyPair.makeExpired(folder.resolve("expired.p12"), "expired", ADDRESS, authority);
        KeyPair elsewhere = KeyPair.make(folder.resolve("elsewhere.p12"), "elsewhere", "dns:elsewhere.example");
        Path bad = Files.copy(authority.store(), folder.resolve("bad.p12"));
        new KeyPair(bad, "bad").trust(elsewhere);
        List<Integer> ports = FreePort.find(5);
        int port = ports.get(0);
        String ofExpired = HOST + ":" + ports.get(1);
        String ofElsewhere = HOST + ":" + ports.get(2);
        String mutualTls = HOST + ":" + ports.get(3);
        String controller = HOST + ":" + ports.get(4);
        Map<String, String> settings = new HashMap<>(Map.of(
                "listeners",
                        "SASL_SSL://127.0.0.1:" + port + ",SSL://" + mutualTls + ",EXPIRED://" + ofExpired
                                + ",ELSEWHERE://" + ofElsewhere + ",CONTROLLER://" + controller,
                "advertised.listeners",
                        "SASL_SSL://127.0.0.1:" + port + ",SSL://" + mutualTls + ",EXPIRED://" + ofExpired
                                + ",ELSEWHERE://" + ofElsewhere,
                "listener.security.protocol.map",
                        "SASL_SSL:SASL_SSL,SSL:SSL,EXPIRED:SSL,ELSEWHERE:SSL,CONTROLLER:PLAINTEXT",
                "controller.quorum.voters", "1@" + controller,
                "inter.broker.listener.name", "SASL_SSL",
                "sasl.enabled.mechanisms", "PLAIN,OAUTHBEARER",
                "sasl.mechanism.inter.broker.protocol", "PLAIN",
                "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
                "super.users", "User:" + ADMIN + ";User:ANONYMOUS"));
        settings.put("ssl.keystore.location", keys.toString());
        settings.put("ssl.keystore.password", STORE_PASSWORD);
        settings.put("ssl.truststore.location", trusted.toString());
        settings.put("ssl.truststore.password", STORE_PASSWORD);
        settings.put("listener.name.ssl.ssl.client.auth", "required");
        settings.put(
                "listener.name.expired.ssl.keystore.location", expired.store().toString());
        settings.put(
                "listener.name.elsewhere.ssl.keystore.location",
                elsewhere.store().toString());
        settings.put("listener.name.sasl_ssl.oauthbearer.sasl.jaas.config", token(ADMIN));
        settings.put(
                "listener.name.sasl_ssl.plain.sasl.jaas.config",
                LOGIN_MODULE + " required username=\"" + ADMIN + "\" password=\"" + password(ADMIN) + "\""
                        + Stream.of(ADMIN, USER, SENSOR)
                                .map(user -> " user_" + user + "=\"" + password(user) + "\"")
                                .collect(Collectors.joining())
                        + ";");
        return new SecuredBroker(
                keys,
                clientKeys,
                mutualTls,
                ofExpired,
                ofElsewhere,
                bad,
                EmbeddedBroker.start(folder.resolve("broker"), port, settings));
    }

    /** Makes a certificate for 127.0.0.1 that signs itself. */
    static Path keys(Path file) throws IOException, InterruptedException {
        return KeyPair.make(file, HOST, ADDRESS).store();
    }

    static String password(String user) {
        return "secret-of-" + user;
    }

    /** Returns the login of a user, as a value of {@code sasl.jaas.config}. */
    static String login(String user, String password) {
        return LOGIN_MODULE + " required username=\"" + user + "\" password=\"" + password + "\";";
    }

    /** Returns the login of a user by a token that nobody has signed, as a value of {@code sasl.jaas.config}. */
    static String token(String user) {
        return "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required"
                + " unsecuredLoginStringClaim_sub=\"" + user + "\";";
    }

    /** Returns the settings of a client without its login. */
    Map<String, String> settings() {
        return Map.of(
                "bootstrap.servers",
                broker.bootstrapServers(),
                "security.protocol",
                "SASL_SSL",
                "sasl.mechanism",
                "PLAIN",
                "ssl.truststore.location",
                keys.toString(),
                "ssl.truststore.password",
                STORE_PASSWORD);
    }

    /** Returns the address at which a client needs a certificate and no password. */
    String mutualTls() {
        return mutualTls;
    }

    /** Returns the address at which the broker shows a certificate that has expired. */
    String expired() {
        return expired;
    }

    /** Returns the address at which the broker shows the certificate of another host. */
    String elsewhere() {
        return elsewhere;
    }

    /** Returns a truststore for the addresses whose certificates are bad. */
    Path truststoreOfBad() {
        return bad;
    }

    /** Returns the store of the broker's certificate. */
    Path truststore() {
        return keys;
    }

    /** Returns the store of the key and certificate of {@code User:CN=pump-watch}. */
    Path clientKeys() {
        return clientKeys;
    }

    String bootstrapServers() {
        return broker.bootstrapServers();
    }

    /** Returns the settings of the super user. */
    Map<String, Object> adminSettings() {
        Map<String, Object> settings = new HashMap<>(settings());
        settings.put("sasl.jaas.config", login(ADMIN, password(ADMIN)));
        return settings;
    }

    /** Gives a user permissions. */
    void allow(String user, ResourceType type, PatternType pattern, String name, AclOperation... operations)
            throws InterruptedException, ExecutionException {
        allow(Stream.of(operations)
                .map(operation -> new AclBinding(
                        new ResourcePattern(type, name, pattern),
                        new AccessControlEntry("User:" + user, "*", operation, AclPermissionType.ALLOW)))
                .toList());
    }

    /** Gives permissions to the users that they name. */
    void allow(Collection<AclBinding> permissions) throws InterruptedException, ExecutionException {
        try (Admin admin = Admin.create(adminSettings())) {
            admin.createAcls(permissions).all().get();
        }
    }

    /** Gives a user these permissions and no others. Returns when the broker acts on it. */
    void permit(String user, Collection<AclBinding> permissions) throws InterruptedException, ExecutionException {
        AclBindingFilter own = new AclBindingFilter(
                ResourcePatternFilter.ANY,
                new AccessControlEntryFilter("User:" + user, null, AclOperation.ANY, AclPermissionType.ANY));
        try (Admin admin = Admin.create(adminSettings())) {
            admin.deleteAcls(List.of(own)).all().get();
            admin.createAcls(permissions).all().get();
            Awaitility.await().atMost(PATIENCE).until(() -> Set.copyOf(
                            admin.describeAcls(own).values().get())
                    .equals(Set.copyOf(permissions)));
        }
    }

    /** Creates those of the topics that do not exist, with four partitions. */
    void create(Collection<String> topics) throws InterruptedException, ExecutionException {
        try (Admin admin = Admin.create(adminSettings())) {
            Set<String> existing = admin.listTopics().names().get();
            admin.createTopics(topics.stream()
                            .filter(topic -> !existing.contains(topic))
                            .map(topic -> new NewTopic(topic, 4, (short) 1)
                                    .configs(
                                            topic.endsWith("changelog")
                                                    ? Map.of("cleanup.policy", "compact")
                                                    : Map.of()))
                            .toList())
                    .all()
                    .get();
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> admin.listTopics().names().get().containsAll(topics));
        }
    }

    /** Deletes topics that exist. Returns when clients no longer see them. */
    void delete(Collection<String> topics) throws InterruptedException, ExecutionException {
        try (Admin admin = Admin.create(adminSettings())) {
            admin.deleteTopics(topics).all().get();
            Awaitility.await().atMost(PATIENCE).until(() -> topics.stream()
                    .noneMatch(admin.listTopics().names().get()::contains));
        }
    }

    /** Sends a record. */
    void send(String topic, String key, String value) throws InterruptedException, ExecutionException {
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(adminSettings(), new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(
                            topic, key.getBytes(StandardCharsets.UTF_8), value.getBytes(StandardCharsets.UTF_8)))
                    .get();
        }
    }

    /** Returns the number of committed records of a topic. */
    int count(String topic) {
        Map<String, Object> settings = adminSettings();
        settings.put("isolation.level", "read_committed");
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            int count = 0;
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                count += consumer.poll(Duration.ofMillis(200)).count();
            }
            return count;
        }
    }

    /** Returns the records of all topics, also the uncommitted ones and those of Kafka itself. */
    Map<String, List<ConsumerRecord<byte[], byte[]>>> records() {
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(adminSettings(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.listTopics().values().stream()
                    .flatMap(List::stream)
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(200)).forEach(found::add);
            }
            return found.stream().collect(Collectors.groupingBy(ConsumerRecord::topic));
        }
    }

    @Override
    public void close() {
        broker.close();
    }
}
