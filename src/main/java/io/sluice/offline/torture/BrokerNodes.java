package io.sluice.offline.torture;

import io.sluice.broker.EmbeddedBroker;
import io.sluice.offline.Plural;
import io.sluice.offline.torture.plan.Scenario;
import io.sluice.offline.torture.proxy.Disturbance;
import io.sluice.offline.torture.proxy.Fault;
import io.sluice.offline.torture.proxy.FaultName;
import io.sluice.offline.torture.proxy.FaultProxy;
import io.sluice.offline.torture.proxy.Injection;
import io.sluice.offline.torture.security.ClientSecurity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.Uuid;

/**
 * The brokers, each with a controller in one process of its own. Three of them replicate everything, and need two for a
 * write. Instances reach them through a proxy, which disturbs their requests, and at a listener that may demand TLS, a
 * login and permissions. The torture itself uses the listener of the brokers, which demands nothing.
 */
final class BrokerNodes implements AutoCloseable {
    private static final String HOST = "127.0.0.1";
    private static final String CLIENTS = "CLIENTS";
    private static final String HEAP = "512m";
    private static final int MOST_REQUESTS = 4;
    private static final Duration START = Duration.ofMinutes(2);
    private static final List<String> REPLICATION = List.of(
            "default.replication.factor",
            "offsets.topic.replication.factor",
            "transaction.state.log.replication.factor",
            "share.coordinator.state.topic.replication.factor");
    private static final List<String> IN_SYNC =
            List.of("min.insync.replicas", "transaction.state.log.min.isr", "share.coordinator.state.topic.min.isr");

    /** A broker that was killed starts only when the cluster has missed it. */
    private static final Map<String, String> QUICK_RECOVERY = Map.of(
            "broker.session.timeout.ms", "4000",
            "broker.heartbeat.interval.ms", "500",
            "group.streams.min.session.timeout.ms", "1000",
            "group.streams.min.heartbeat.interval.ms", "100",
            "group.streams.initial.rebalance.delay.ms", "0");

    private final JavaProgram program;
    private final Path folder;
    private final ClientSecurity security;
    private final List<Integer> ports;
    private final List<Integer> brokerPorts;
    private final List<Integer> controllerPorts;
    private final FaultProxy proxy;
    private final List<Child> nodes = new ArrayList<>();

    private BrokerNodes(JavaProgram program, Path folder, ClientSecurity security, List<Integer> ports) {
        int count = ports.size() / 3;
        this.program = program;
        this.folder = folder;
        this.security = security;
        this.ports = ports.subList(0, count);
        this.brokerPorts = ports.subList(count, 2 * count);
        this.controllerPorts = ports.subList(2 * count, 3 * count);
        this.proxy = FaultProxy.start(
                this.ports.stream()
                        .map(port -> new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                        .toList(),
                security.proxyServers(),
                security.proxyClients());
    }

    /** Starts brokers with empty folders inside {@code folder}, and waits until all are ready. */
    static BrokerNodes start(JavaProgram program, Path folder, int count, ClientSecurity security)
            throws IOException, InterruptedException {
        BrokerNodes brokers = new BrokerNodes(program, folder, security, FreePorts.find(3 * count));
        try {
            String cluster = Uuid.randomUuid().toString();
            for (int node = 0; node < count; node++) {
                EmbeddedBroker.format(brokers.data(node), node + 1, cluster);
                brokers.nodes.add(brokers.launch(node));
            }
            brokers.awaitReady();
            return brokers;
        } catch (IOException | InterruptedException | RuntimeException e) {
            brokers.close();
            throw e;
        }
    }

    int count() {
        return ports.size();
    }

    /** Returns the value of {@code bootstrap.servers} for instances. */
    String bootstrapServersOfInstances() {
        return proxy.bootstrapServers();
    }

    /** Returns the value of {@code bootstrap.servers} for the torture itself, which may do everything. */
    String bootstrapServers() {
        return brokerPorts.stream().map(port -> HOST + ":" + port).collect(Collectors.joining(","));
    }

    /** Returns the port of a broker's own listener for instances, which the proxy stands for. */
    int port(int node) {
        return ports.get(node);
    }

    /** Returns what the brokers demand of the instances. */
    ClientSecurity security() {
        return security;
    }

    /**
     * Disturbs requests of the instances while something goes on.
     *
     * @param meanwhile what goes on; it takes a pause of {@code millis}
     */
    Strike disturb(FaultName name, long millis, Pause meanwhile) throws IOException, InterruptedException {
        Injection injection = proxy.inject(Fault.during(name, START)
                .withTimes(name.kind() == Disturbance.ERROR ? Integer.MAX_VALUE : MOST_REQUESTS)
                .withClientIds(Scenario.NAMES + ".*"));
        meanwhile.sleep(millis);
        injection.withdraw();
        int met = injection.effects().size();
        return met == 0
                ? Strike.none(name + " met no request")
                : Strike.of(name + ", " + Plural.format(met, "request"));
    }

    /** Ends a broker as {@code kill -9} does. */
    void kill(int node) {
        nodes.get(node).kill();
    }

    /** Starts a broker again with what its disk holds. */
    void restart(int node) throws IOException {
        nodes.set(node, launch(node));
    }

    /** Waits until all brokers have said that they are ready. */
    void awaitReady() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + START.toNanos();
        for (Child node : nodes) {
            if (!node.awaitPrinted("broker ready on ", deadline)) {
                throw new TortureException(
                        "a broker did not start within " + START.toSeconds() + " s; read " + node.log());
            }
        }
    }

    private Path data(int node) {
        return folder.resolve("broker-" + node);
    }

    private Child launch(int node) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "broker",
                "--until-stdin-closes",
                "--port",
                ports.get(node).toString(),
                "--dir",
                data(node).toString()));
        settings(node).forEach((key, value) -> arguments.addAll(List.of("--set", key + "=" + value)));
        return Child.start(program.command(HEAP, folder, arguments), folder.resolve("broker-" + node + ".log"));
    }

    private Map<String, String> settings(int node) {
        Map<String, String> settings = new HashMap<>();
        settings.put("node.id", Integer.toString(node + 1));
        String brokers = "BROKERS://" + HOST + ":" + brokerPorts.get(node);
        settings.put(
                "listeners",
                CLIENTS + "://" + HOST + ":" + ports.get(node) + "," + brokers + ",CONTROLLER://" + HOST + ":"
                        + controllerPorts.get(node));
        settings.put("advertised.listeners", CLIENTS + "://" + HOST + ":" + proxy.port(node) + "," + brokers);
        settings.put("inter.broker.listener.name", "BROKERS");
        settings.put(
                "listener.security.protocol.map",
                CLIENTS + ":" + security.protocol() + ",BROKERS:PLAINTEXT,CONTROLLER:PLAINTEXT");
        settings.putAll(security.ofBroker(CLIENTS));
        settings.put(
                "controller.quorum.voters",
                IntStream.range(0, count())
                        .mapToObj(voter -> (voter + 1) + "@" + HOST + ":" + controllerPorts.get(voter))
                        .collect(Collectors.joining(",")));
        REPLICATION.forEach(key -> settings.put(key, Integer.toString(count())));
        IN_SYNC.forEach(key -> settings.put(key, Integer.toString((count() + 1) / 2)));
        settings.putAll(QUICK_RECOVERY);
        return settings;
    }

    @Override
    public void close() {
        nodes.forEach(Child::close);
        proxy.close();
    }
}
