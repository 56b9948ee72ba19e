package io.sluice.broker;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Settings of a small single-node Kafka server: broker and KRaft controller in one process, on loopback only. */
final class BrokerSettings {
    /** Loopback as a number, because a name may resolve to ::1 first, where nothing listens. */
    static final String HOST = "127.0.0.1";

    static final int NODE_ID = 1;
    static final String CONTROLLER = "CONTROLLER";

    private BrokerSettings() {}

    /**
     * Returns the settings of a server that keeps its data in {@code folder}.
     *
     * @param overrides Kafka settings that replace those of this class
     */
    static Map<String, String> singleNode(Path folder, int port, int controllerPort, Map<String, String> overrides) {
        Map<String, String> settings = new HashMap<>();
        identity(settings, folder, port, controllerPort);
        settings.put("auto.create.topics.enable", "false");
        oneReplica(settings);
        smallSize(settings);
        settings.put("group.initial.rebalance.delay.ms", "0");
        settings.put("group.min.session.timeout.ms", "1000");
        // The open transaction of a killed producer blocks read_committed consumers until this sweep; default 10 s.
        settings.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", "500");
        settings.putAll(overrides);
        return settings;
    }

    private static void identity(Map<String, String> settings, Path folder, int port, int controllerPort) {
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", String.valueOf(NODE_ID));
        settings.put(
                "listeners",
                "PLAINTEXT://" + HOST + ":" + port + "," + CONTROLLER + "://" + HOST + ":" + controllerPort);
        settings.put("advertised.listeners", "PLAINTEXT://" + HOST + ":" + port);
        settings.put("controller.listener.names", CONTROLLER);
        settings.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT," + CONTROLLER + ":PLAINTEXT");
        settings.put("controller.quorum.voters", NODE_ID + "@" + HOST + ":" + controllerPort);
        settings.put("log.dirs", folder.toString());
    }

    private static void oneReplica(Map<String, String> settings) {
        settings.put("default.replication.factor", "1");
        settings.put("min.insync.replicas", "1");
        settings.put("offsets.topic.replication.factor", "1");
        settings.put("transaction.state.log.replication.factor", "1");
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("share.coordinator.state.topic.replication.factor", "1");
        settings.put("share.coordinator.state.topic.min.isr", "1");
    }

    private static void smallSize(Map<String, String> settings) {
        settings.put("offsets.topic.num.partitions", "4"); // default 50
        settings.put("transaction.state.log.num.partitions", "4"); // default 50
        settings.put("share.coordinator.state.topic.num.partitions", "1"); // default 50
        settings.put("log.segment.bytes", String.valueOf(128 << 20));
        // Kafka preallocates each index: 10 MiB by default.
        settings.put("log.index.size.max.bytes", String.valueOf(1 << 20));
        settings.put("log.cleaner.dedupe.buffer.size", String.valueOf(4 << 20)); // default 128 MiB of heap
        settings.put("num.network.threads", "2");
        settings.put("num.io.threads", "2");
    }
}
