package io.sluice.offline.torture.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.broker.EmbeddedBroker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.FeatureUpdate;
import org.apache.kafka.clients.admin.FeatureUpdate.UpgradeType;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.UpdateFeaturesOptions;
import org.apache.kafka.common.protocol.ApiKeys;
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

    @TempDir
    private Path folder;

    private FaultProxy proxy;
    private EmbeddedBroker broker;

    @BeforeEach
    void start() throws Exception {
        int port = freePort();
        proxy = FaultProxy.start(List.of(new InetSocketAddress("127.0.0.1", port)));
        broker = EmbeddedBroker.startBehind(folder, port, proxy.port(0));
        try (Admin admin = admin()) {
            admin.createTopics(List.of(
                            new NewTopic("in", PARTITIONS, (short) 1), new NewTopic("out", PARTITIONS, (short) 1)))
                    .all()
                    .get();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
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
    void clientsSurviveEveryFaultAndCopyEveryRecordOnce() throws Exception {
        copyUnder(FaultTable.all().stream()
                .filter(fault -> fault.type() != ApiKeys.ADD_PARTITIONS_TO_TXN)
                .toList());
        assertThat(proxy.requests()).doesNotContainKeys(ApiKeys.ADD_PARTITIONS_TO_TXN, ApiKeys.WRITE_TXN_MARKERS);
    }

    @Test
    void clientsSurviveEveryFaultOfTransactionsOfTheFirstVersion() throws Exception {
        try (Admin admin = admin()) {
            admin.updateFeatures(
                            Map.of("transaction.version", new FeatureUpdate((short) 1, UpgradeType.SAFE_DOWNGRADE)),
                            new UpdateFeaturesOptions())
                    .all()
                    .get();
        }
        copyUnder(Stream.of(ApiKeys.ADD_PARTITIONS_TO_TXN, ApiKeys.TXN_OFFSET_COMMIT, ApiKeys.END_TXN)
                .flatMap(type -> FaultTable.of(type).stream())
                .toList());
    }

    private void copyUnder(List<FaultName> faults) throws Exception {
        Generator generator = new Generator(proxy.bootstrapServers(), "in", PARTITIONS);
        Background generating = Background.start("generator", generator);
        Background copying;
        try (Copier copier = new Copier(proxy.bootstrapServers(), "in", "out");
                Reader reader = new Reader(proxy.bootstrapServers(), "out", PARTITIONS)) {
            copying = Background.start("copier", copier);
            Background reading = Background.start("reader", reader);
            for (FaultName fault : faults) {
                awaitCommits(copier, copying);
                make(fault, copying);
                awaitCommits(copier, copying);
            }
            generator.stop();
            generating.join();
            Awaitility.await("copies").atMost(PATIENCE).until(() -> reader.size() >= generator.size());
            copier.stop();
            copying.join();
            reader.stop();
            reading.join();
            for (int partition = 0; partition < PARTITIONS; partition++) {
                assertThat(reader.values(partition)).isEqualTo(generator.values(partition));
            }
        }
    }

    private void make(FaultName fault, Background copying) {
        if (fault.type() == ApiKeys.FIND_COORDINATOR) { // which clients send only if they have lost the coordinator
            proxy.inject(faulty("end-txn:not-coordinator"));
        }
        Injection injection = proxy.inject(faulty(fault.toString()));
        Awaitility.await(fault.toString())
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> {
                    copying.requireRunning();
                    return injection.effects().size() == fault.kind().requests();
                });
    }

    private static Fault faulty(String name) {
        return Fault.once(FaultTable.parse(name))
                .withDelay(Duration.ofMillis(100))
                .withClientIds("faulty-.*");
    }

    private static void awaitCommits(Copier copier, Background copying) {
        int before = copier.commits();
        Awaitility.await("two commits")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> {
                    copying.requireRunning();
                    return copier.commits() >= before + 2;
                });
    }
}
