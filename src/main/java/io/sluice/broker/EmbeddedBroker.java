package io.sluice.broker;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;
import org.apache.kafka.server.common.MetadataVersion;
import org.jspecify.annotations.Nullable;

/**
 * A real single-node Kafka broker (KRaft, no ZooKeeper) in this process, on loopback, for demos, development and tests.
 *
 * <p>The broker does not create topics automatically. It keeps its data in the given folder; {@link #close()} deletes
 * the folder only if it is temporary. A stopped broker can start again with the same folder and port, and it then has
 * its topics and records.
 *
 * <p>A start takes about 2 s in a fresh JVM. Not thread-safe: one thread must start and stop the broker.
 */
public final class EmbeddedBroker implements AutoCloseable {
    /** A port number that stands for any free port. */
    public static final int FREE_PORT = 0;

    private final Path folder;
    private final boolean temporary;
    private final int port;
    private final Map<String, String> overrides;
    private @Nullable KafkaRaftServer server;
    private @Nullable FolderLock lock;

    private EmbeddedBroker(Path folder, boolean temporary, int port, Map<String, String> overrides) {
        this.folder = folder;
        this.temporary = temporary;
        this.port = port == FREE_PORT ? freePort() : port;
        this.overrides = Map.copyOf(overrides);
    }

    /** Starts a broker on a free port with a temporary folder. */
    public static EmbeddedBroker startTemporary() {
        return startTemporary(FREE_PORT);
    }

    /**
     * Starts a broker with a temporary folder.
     *
     * @param port the port on loopback, or {@link #FREE_PORT}
     * @throws BrokerException if the port is in use or no temporary folder can be created
     */
    public static EmbeddedBroker startTemporary(int port) {
        try {
            return started(new EmbeddedBroker(Files.createTempDirectory("sluice-broker-"), true, port, Map.of()));
        } catch (IOException e) {
            throw new BrokerException(
                    "cannot create a temporary folder for the broker: " + e
                            + "; set -Djava.io.tmpdir to a writable folder",
                    e);
        }
    }

    /**
     * Starts a broker that keeps its data in a folder.
     *
     * @param folder the data folder; it is created if it does not exist
     * @param port the port on loopback, or {@link #FREE_PORT}
     * @param overrides Kafka broker settings that replace Sluice's choices
     * @throws BrokerException if the port is in use, the folder is not writable or another broker uses it
     */
    public static EmbeddedBroker start(Path folder, int port, Map<String, String> overrides) {
        return started(new EmbeddedBroker(folder.toAbsolutePath().normalize(), false, port, overrides));
    }

    private static EmbeddedBroker started(EmbeddedBroker broker) {
        try {
            broker.start();
            return broker;
        } catch (RuntimeException e) {
            broker.close();
            throw e;
        }
    }

    /** Starts the broker again after {@link #stop()}. Does nothing if it is running. */
    public void start() {
        if (server != null) {
            return;
        }
        requireFree(port);
        FolderLock taken = FolderLock.take(folder);
        try {
            format();
            server = startServer();
            lock = taken;
        } catch (RuntimeException e) {
            taken.close();
            throw e;
        }
    }

    private KafkaRaftServer startServer() {
        KafkaRaftServer starting = newServer();
        try {
            starting.startup();
            return starting;
        } catch (RuntimeException e) {
            shutDown(starting);
            throw failure(e);
        }
    }

    /** Stops the broker and keeps its data. Does nothing if it is stopped. */
    public void stop() {
        if (server != null) {
            shutDown(server);
            server = null;
        }
        if (lock != null) {
            lock.close();
            lock = null;
        }
    }

    /** Stops the broker and deletes its folder if the folder is temporary. */
    @Override
    public void close() {
        stop();
        if (temporary) {
            delete(folder);
        }
    }

    /** Returns the value of {@code bootstrap.servers} for clients. */
    public String bootstrapServers() {
        return BrokerSettings.HOST + ":" + port;
    }

    /** Returns the port that the broker listens on. */
    public int port() {
        return port;
    }

    /** Returns the folder that holds the broker's data. */
    public Path folder() {
        return folder;
    }

    private KafkaRaftServer newServer() {
        Map<String, String> settings = BrokerSettings.singleNode(folder, port, freePortOtherThan(port), overrides);
        try {
            return new KafkaRaftServer(new KafkaConfig(settings, false), Time.SYSTEM);
        } catch (RuntimeException e) {
            throw failure(e);
        }
    }

    private static void shutDown(KafkaRaftServer running) {
        running.shutdown();
        running.awaitShutdown();
    }

    private void format() {
        if (!Files.exists(folder.resolve("meta.properties"))) {
            format(folder, BrokerSettings.NODE_ID, Uuid.randomUuid().toString());
        }
    }

    /**
     * Writes the cluster id and the first metadata into a new folder. A broker that starts there becomes a node of this
     * cluster, if its settings say so.
     *
     * @param node the broker's {@code node.id}
     * @throws BrokerException if the folder is not writable
     */
    public static void format(Path folder, int node, String cluster) {
        try {
            new Formatter()
                    .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                    .setClusterId(cluster)
                    .setNodeId(node)
                    .addDirectory(folder.toString())
                    .setMetadataLogDirectory(folder.toString())
                    .setControllerListenerName(BrokerSettings.CONTROLLER)
                    .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
                    .setReleaseVersion(MetadataVersion.latestProduction())
                    .run();
        } catch (Exception e) { // Formatter.run declares Exception
            throw new BrokerException(
                    "broker folder " + folder + " is not writable: " + e + "; choose another folder", e);
        }
    }

    private BrokerException failure(RuntimeException e) {
        String found = rootCause(e).toString();
        return new BrokerException(
                "the broker on port " + port + " with the folder " + folder + " did not start: " + found, e);
    }

    private static Throwable rootCause(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    private static void requireFree(int port) {
        try {
            bindOnce(port);
        } catch (IOException e) {
            throw new BrokerException(
                    "port " + port + " is in use on " + BrokerSettings.HOST
                            + "; stop the program that uses it, or choose another port",
                    e);
        }
    }

    /** Finds a free port and releases it, because Kafka needs port numbers in its settings before it binds them. */
    private static int freePort() {
        try {
            return bindOnce(FREE_PORT);
        } catch (IOException e) {
            throw new BrokerException("no free port on " + BrokerSettings.HOST + ": " + e.getMessage(), e);
        }
    }

    /** Finds another free port, because the system may give a port that was released again at once. */
    private static int freePortOtherThan(int taken) {
        int found = freePort();
        while (found == taken) {
            found = freePort();
        }
        return found;
    }

    private static int bindOnce(int port) throws IOException {
        try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> paths = Files.walk(folder)) {
            List<Path> deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new BrokerException(
                    "temporary broker folder " + folder + " could not be deleted: " + e + "; delete it by hand", e);
        }
    }
}
