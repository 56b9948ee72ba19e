package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * Runs two instances of a pipeline in separate processes. They are killed, stopped, deprived of their state and started
 * again, while events arrive at a steady rate.
 */
final class CrashRun implements AutoCloseable {
    private static final int PARTITIONS = 4;
    private static final int INSTANCES = 2;
    private static final int THREADS = 2;
    private static final int EVENTS_A_MILLISECOND = 1;
    private static final Duration CLEAN_STOP = Duration.ofSeconds(20);
    private static final Duration CATCH_UP = Duration.ofSeconds(90);
    private static final Duration PAUSE = Duration.ofMillis(1500);

    /** An interruption of an instance before it is started again. */
    enum Blow {
        KILL(true, false),
        KILL_AND_WIPE(true, true),
        STOP(false, false),
        STOP_AND_WIPE(false, true);

        private final boolean kills;
        private final boolean wipes;

        Blow(boolean kills, boolean wipes) {
            this.kills = kills;
            this.wipes = wipes;
        }
    }

    private final Path folder;
    private final String mainClass;
    private final List<String> arguments;
    private final long seed;
    private final Random random;
    private final Workload workload;
    private final String application;
    private final BrokerFixture broker = new BrokerFixture();
    private final List<Child> children = new ArrayList<>();
    private final Map<Blow, Integer> blows = new EnumMap<>(Blow.class);
    private volatile boolean sending = true;
    private volatile Exception refused;

    /**
     * Prepares a run.
     *
     * @param mainClass the program
     * @param arguments the arguments of the program before the properties file
     */
    CrashRun(Path folder, Workload workload, long seed, String mainClass, String... arguments) {
        this.folder = folder;
        this.mainClass = mainClass;
        this.arguments = List.of(arguments);
        this.seed = seed;
        this.random = new Random(seed);
        this.workload = workload;
        this.application = "crash";
        broker.createTopics(PARTITIONS, "events", "predictions", "alerts", "sluice-dead-letters");
    }

    /** Returns every blow {@code times} times, in an order that depends on the seed. */
    static List<Blow> everyBlow(int times, long seed) {
        List<Blow> order = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            order.addAll(List.of(Blow.values()));
        }
        Collections.shuffle(order, new Random(seed));
        return order;
    }

    /**
     * Strikes one instance after the other, lets the pipeline catch up, stops it, and audits what it sent.
     *
     * @param atWork the blows that wait until every thread of both instances has a partition, so that each interrupts
     *     work
     * @param inHaste the blows that follow while tasks are still moving and states are being restored
     */
    Audit strike(List<Blow> atWork, List<Blow> inHaste) throws IOException, InterruptedException {
        for (int i = 0; i < INSTANCES; i++) {
            children.add(start(i));
        }
        CompletableFuture<Void> sender = CompletableFuture.runAsync(this::send);
        try {
            for (Blow blow : atWork) {
                broker.awaitAssigned(application, INSTANCES * THREADS, CATCH_UP);
                pause();
                strike(blow, random.nextInt(INSTANCES));
            }
            for (Blow blow : inHaste) {
                pause();
                strike(blow, random.nextInt(INSTANCES));
            }
            pause();
        } finally {
            sending = false;
        }
        joined(sender);
        broker.awaitConsumed(application, CATCH_UP, "events");
        for (Child child : children) {
            child.awaitStarted();
            child.stop(CLEAN_STOP);
        }
        return audit();
    }

    /** Returns the events that were sent, one partition after another. */
    List<ConsumerRecord<byte[], byte[]>> events() {
        return broker.read("events");
    }

    /** Returns the values of the predictions, one partition after another. */
    List<String> predictions() {
        return broker.read("predictions").stream()
                .map(record -> new String(record.value(), StandardCharsets.UTF_8))
                .toList();
    }

    private Audit audit() {
        return Audit.of(
                workload,
                events(),
                broker.read("predictions"),
                broker.read("alerts"),
                broker.read("sluice-dead-letters"));
    }

    /** Returns the number of blows that were SIGKILLs. */
    int kills() {
        return count(blow -> blow.kills);
    }

    int cleanStops() {
        return count(blow -> !blow.kills);
    }

    int wipes() {
        return count(blow -> blow.wipes);
    }

    private int count(Predicate<Blow> which) {
        return blows.entrySet().stream()
                .filter(struck -> which.test(struck.getKey()))
                .mapToInt(Map.Entry::getValue)
                .sum();
    }

    private void strike(Blow blow, int instance) throws IOException, InterruptedException {
        Child child = children.get(instance);
        child.awaitStarted();
        if (blow.kills) {
            child.kill();
        } else {
            child.stop(CLEAN_STOP);
        }
        if (blow.wipes) {
            delete(state(instance));
        }
        blows.merge(blow, 1, Integer::sum);
        children.set(instance, start(instance));
    }

    private void pause() throws InterruptedException {
        Thread.sleep(PAUSE.toMillis() / 2 + random.nextLong(PAUSE.toMillis()));
    }

    private Path state(int instance) {
        return folder.resolve("state-" + instance);
    }

    private Child start(int instance) throws IOException {
        Map<String, String> properties = new HashMap<>(Map.of(
                "bootstrap.servers", broker.bootstrapServers(),
                "application.id", application,
                "state.dir", state(instance).toString(),
                "processing.guarantee", "exactly_once_v2",
                "commit.interval.ms", "100",
                "session.timeout.ms", "3000",
                "heartbeat.interval.ms", "500",
                "auto.offset.reset", "earliest",
                "sluice.model", workload.bundle().toString()));
        properties.put("num.stream.threads", Integer.toString(THREADS));
        properties.putAll(Map.of(
                "sluice.input.topic", "events",
                "sluice.output.topic", "predictions",
                "sluice.output.raw", "true",
                "sluice.http.port", "0",
                "acceptable.recovery.lag", "1000000", // an instance gets tasks as soon as it is back
                "producer.transaction.timeout.ms", "6000"));
        properties.putAll(workload.properties());
        Path file = Child.properties(folder.resolve("instance-" + instance + ".properties"), properties);
        return Child.java(
                folder,
                mainClass,
                Stream.concat(arguments.stream(), Stream.of(file.toString())).toArray(String[]::new));
    }

    /** Sends at a steady rate until {@link #sending} is false. */
    private void send() {
        Traffic traffic = workload.traffic("events", seed);
        long begin = System.nanoTime();
        try (KafkaProducer<byte[], byte[]> producer = broker.newProducer()) {
            for (long sent = 0; sending; ) {
                long due = EVENTS_A_MILLISECOND * (System.nanoTime() - begin) / 1_000_000;
                for (; sent < due; sent++) {
                    var unused = producer.send(traffic.next(), this::acknowledged);
                }
                LockSupport.parkNanos(5_000_000);
            }
        }
        if (refused != null) {
            throw new IllegalStateException(refused);
        }
    }

    private void acknowledged(RecordMetadata unused, Exception failure) {
        if (failure != null) {
            refused = failure;
        }
    }

    private static void joined(CompletableFuture<Void> sender) {
        try {
            sender.join();
        } catch (CompletionException e) {
            throw new AssertionError("the sender failed", e.getCause());
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
        assertThat(directory).doesNotExist();
    }

    @Override
    public void close() {
        children.forEach(Child::close);
        broker.close();
    }

    /** Describes the blows and the processes. */
    @Override
    public String toString() {
        return "blows " + blows + "\n" + children;
    }
}
