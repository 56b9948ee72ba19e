package io.sluice.offline.torture;

import io.sluice.broker.EmbeddedBroker;
import java.io.IOException;
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
 * write.
 */
final class BrokerNodes implements AutoCloseable {
    private static final String HOST = "127.0.0.1";
    private static final String HEAP = "512m";
    private static final Duration START = Duration.ofSeconds(120);
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
            "group.streams.min.heartbeat.interval.ms", "100");

    private final JavaProgram program;
    private final Path folder;
    private final List<Integer> ports;
    private final List<Integer> controllerPorts;
    private final List<Child> nodes = new ArrayList<>();

    private BrokerNodes(JavaProgram program, Path folder, List<Integer> ports) {
        this.program = program;
        this.folder = folder;
        this.ports = ports.subList(0, ports.size() / 2);
        this.controllerPorts = ports.subList(ports.size() / 2, ports.size());
    }

    /** Starts brokers with empty folders inside {@code folder}, and waits until all are ready. */
    static BrokerNodes start(JavaProgram program, Path folder, int count) throws IOException, InterruptedException {
        BrokerNodes brokers = new BrokerNodes(program, folder, FreePorts.find(2 * count));
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

    /** Returns the value of {@code bootstrap.servers} for clients. */
    String bootstrapServers() {
        return ports.stream().map(port -> HOST + ":" + port).collect(Collectors.joining(","));
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
            while (!node.hasPrinted("broker ready on ")) {
                if (!node.isAlive() || System.nanoTime() > deadline) {
                    throw new TortureException("a broker did not start within " + START.toSeconds() + " s; read "
                            + node.log());
                }
                Thread.sleep(100);
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
        return Child.start(program.command(HEAP, arguments), folder.resolve("broker-" + node + ".log"));
    }

    private Map<String, String> settings(int node) {
        Map<String, String> settings = new HashMap<>();
        settings.put("node.id", Integer.toString(node + 1));
        settings.put(
                "listeners",
                "PLAINTEXT://" + HOST + ":" + ports.get(node) + ",CONTROLLER://" + HOST + ":"
                        + controllerPorts.get(node));
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
    }
}
