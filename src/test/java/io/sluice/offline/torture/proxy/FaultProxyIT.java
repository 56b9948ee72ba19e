package io.sluice.offline.torture.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.broker.EmbeddedBroker;
import io.sluice.cli.common.FreePort;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.FeatureUpdate;
import org.apache.kafka.clients.admin.FeatureUpdate.UpgradeType;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.UpdateFeaturesOptions;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Produced;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every fault of the table meets Kafka's own clients, and they copy each record once, in order. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
final class FaultProxyIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int PARTITIONS = 2;
    private static final String TRANSACTIONS = "transaction.version";

    @TempDir
    private Path folder;

    private FaultProxy proxy;
    private EmbeddedBroker broker;

    @BeforeEach
    void start() throws Exception {
        List<Integer> ports = FreePort.find(3);
        int port = ports.get(0);
        proxy = FaultProxy.start(List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), port)));
        broker = EmbeddedBroker.start(folder, port, behind(proxy.port(0), ports));
        try (Admin admin = admin()) {
            admin.createTopics(List.of(
                            new NewTopic("in", PARTITIONS, (short) 1), new NewTopic("out", PARTITIONS, (short) 1)))
                    .all()
                    .get();
        }
    }

    /** Returns the settings of a broker that names the port of the proxy to its clients, as the package describes. */
    private static Map<String, String> behind(int advertisedPort, List<Integer> ports) {
        String brokers = "BROKERS://127.0.0.1:" + ports.get(1);
        int controllerPort = ports.get(2);
        return Map.of(
                "listeners",
                "PLAINTEXT://127.0.0.1:" + ports.get(0) + "," + brokers + ",CONTROLLER://127.0.0.1:" + controllerPort,
                "advertised.listeners",
                "PLAINTEXT://127.0.0.1:" + advertisedPort + "," + brokers,
                "listener.security.protocol.map",
                "PLAINTEXT:PLAINTEXT,BROKERS:PLAINTEXT,CONTROLLER:PLAINTEXT",
                "inter.broker.listener.name",
                "BROKERS",
                "controller.quorum.voters",
                "1@127.0.0.1:" + controllerPort);
    }

    private Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", proxy.bootstrapServers()));
    }

    @AfterEach
    void stop() {
        broker.close();
        proxy.close();
    }

    @Test
    void clientsSurviveEveryFaultOfCopyingAndCopyEveryRecordOnce() throws Exception {
        try (Copier copier = new Copier(proxy.bootstrapServers(), "in", "out")) {
            copier.start();
            copyUnder(
                    ApiKeys.END_TXN,
                    ApiKeys.TXN_OFFSET_COMMIT,
                    ApiKeys.PRODUCE,
                    ApiKeys.FETCH,
                    ApiKeys.HEARTBEAT,
                    ApiKeys.FIND_COORDINATOR);
        }
        assertThat(proxy.requests()).doesNotContainKeys(ApiKeys.ADD_PARTITIONS_TO_TXN, ApiKeys.WRITE_TXN_MARKERS);
    }

    @Test
    void clientsSurviveEveryFaultOfTransactionsOfTheFirstVersion() throws Exception {
        useTransactionsOfTheFirstVersion();
        try (Copier copier = new Copier(proxy.bootstrapServers(), "in", "out")) {
            copier.start();
            copyUnder(
                    ApiKeys.ADD_PARTITIONS_TO_TXN,
                    ApiKeys.ADD_OFFSETS_TO_TXN,
                    ApiKeys.TXN_OFFSET_COMMIT,
                    ApiKeys.END_TXN);
        }
    }

    /** Returns when the broker tells clients the version, as it hears of it from its controller. */
    private void useTransactionsOfTheFirstVersion() throws Exception {
        FeatureUpdate first = new FeatureUpdate((short) 1, UpgradeType.SAFE_DOWNGRADE);
        try (Admin admin = admin()) {
            admin.updateFeatures(Map.of(TRANSACTIONS, first), new UpdateFeaturesOptions())
                    .all()
                    .get();
            Awaitility.await(TRANSACTIONS)
                    .atMost(PATIENCE)
                    .until(() -> admin.describeFeatures()
                                    .featureMetadata()
                                    .get()
                                    .finalizedFeatures()
                                    .get(TRANSACTIONS)
                                    .maxVersionLevel()
                            == 1);
        }
    }

    @Test
    void clientsSurviveEveryFaultOfARebalanceAndOfAStart() throws Exception {
        try (Copier copier = new Copier(proxy.bootstrapServers(), "in", "out")) {
            copier.start();
            copyUnder(ApiKeys.JOIN_GROUP, ApiKeys.SYNC_GROUP, ApiKeys.OFFSET_FETCH, ApiKeys.INIT_PRODUCER_ID);
        }
    }

    @Test
    void streamsSurvivesEveryFaultOfItsOwnGroupProtocol() throws Exception {
        StreamsBuilder topology = new StreamsBuilder();
        topology.stream("in", Consumed.with(Serdes.String(), Serdes.String()))
                .to("out", Produced.with(Serdes.String(), Serdes.String()));
        Properties settings = new Properties();
        settings.putAll(Map.of(
                "application.id",
                "faulty-streams",
                "bootstrap.servers",
                proxy.bootstrapServers(),
                "group.protocol",
                "streams",
                "processing.guarantee",
                "exactly_once_v2",
                "commit.interval.ms",
                50,
                "state.dir",
                folder.resolve("state").toString()));
        try (KafkaStreams streams = new KafkaStreams(topology.build(), settings)) {
            streams.start();
            copyUnder(ApiKeys.STREAMS_GROUP_HEARTBEAT);
        }
    }

    /** Makes each fault of the types, while a program copies. It copies on after each one. */
    private void copyUnder(ApiKeys... types) throws Exception {
        Generator generator = new Generator(proxy.bootstrapServers(), "in", PARTITIONS);
        Background generating = Background.start("generator", generator);
        try (Reader reader = new Reader(proxy.bootstrapServers(), "out", PARTITIONS)) {
            reader.start();
            for (ApiKeys type : types) {
                for (FaultName fault : FaultTable.of(type)) {
                    awaitCopies("copies before " + fault, reader, reader.size() + 1);
                    make(fault);
                }
            }
            generator.stop();
            generating.join();
            awaitCopies("all copies", reader, generator.size());
            for (int key = 0; key < PARTITIONS; key++) {
                assertThat(reader.values(key)).isEqualTo(generator.values(key));
            }
        }
    }

    private static void awaitCopies(String what, Reader reader, int size) {
        Awaitility.await(what)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> reader.size() >= size);
    }

    private void make(FaultName fault) {
        for (int i = 0; i < fault.kind().requests(); i++) {
            causeRequest(fault.type());
        }
        Injection injection = proxy.inject(faulty(fault.toString()));
        if (fault.type() == ApiKeys.INIT_PRODUCER_ID) {
            startProducer();
        }
        Awaitility.await(fault.toString())
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> injection.effects().size() == fault.kind().requests());
    }

    /** Makes clients send a request that they send only if they lose the coordinator, or if the group rebalances. */
    private void causeRequest(ApiKeys type) {
        if (type == ApiKeys.FIND_COORDINATOR) {
            proxy.inject(faulty("end-txn:not-coordinator"));
        }
        if (type == ApiKeys.JOIN_GROUP || type == ApiKeys.SYNC_GROUP || type == ApiKeys.OFFSET_FETCH) {
            proxy.inject(faulty("heartbeat:rebalance-in-progress"));
        }
    }

    private void startProducer() {
        Map<String, Object> settings = new HashMap<>(Clients.settings(proxy.bootstrapServers(), "faulty-start"));
        settings.put("transactional.id", "start");
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            producer.initTransactions();
        }
    }

    private static Fault faulty(String name) {
        return Fault.once(FaultTable.parse(name))
                .withDelay(Duration.ofMillis(100))
                .withClientIds("faulty-.*");
    }
}
