package io.sluice.offline.bench;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * Sends events at a steady rate to a pipeline that runs already, and measures when their predictions can be read.
 *
 * <p>The times at which events are due are fixed beforehand, whatever the pipeline does. A reader with
 * {@code isolation.level=read_committed} takes the predictions. Those of a partition come in the order of its events,
 * so the n-th prediction of a partition belongs to its n-th event.
 */
public final class LatencyProbe implements AutoCloseable {
    private static final long NOT_MEASURED = Long.MIN_VALUE;
    private static final Duration POLL = Duration.ofMillis(100);
    private static final long CHECK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long DRAIN_SECONDS = 10;

    private final Workload workload;
    private final String input;
    private final BooleanSupplier alive;
    private final Producer<byte[], byte[]> producer;
    private final Consumer<byte[], byte[]> consumer;
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    private final AtomicLong read = new AtomicLong();
    private final Thread reader = new Thread(this::read, "bench-reader");
    private volatile boolean closed;

    /** For each partition, the times at which its events were due whose predictions have not come. */
    private final List<Queue<Long>> due = Stream.<Queue<Long>>generate(ConcurrentLinkedQueue::new)
            .limit(BenchTopics.PARTITIONS)
            .toList();

    /** The latencies in microseconds; the reader's alone until it has ended. */
    private final Histogram micros = new Histogram(TimeUnit.HOURS.toMicros(2), 3);

    private long sent;
    private long latestSend;

    /**
     * Begins to read predictions.
     *
     * @param workload the events
     * @param input the topic of the events
     * @param output the topic of the predictions
     * @param alive returns false as soon as the pipeline does not run any more
     */
    public LatencyProbe(BenchTopics topics, Workload workload, String input, String output, BooleanSupplier alive) {
        this.workload = workload;
        this.input = input;
        this.alive = alive;
        this.producer = topics.producer(Map.of("linger.ms", "0"));
        this.consumer = topics.reader(output);
        reader.setDaemon(true);
        reader.start();
    }

    /** Sends events as fast as the broker takes them, and waits for their predictions. */
    public void warmUp(int events) {
        for (int i = 0; i < events; i++) {
            send(NOT_MEASURED);
        }
        while (read.get() < sent) {
            pause(CHECK_NANOS);
        }
    }

    /**
     * Serves a load and returns the latencies of its measured part.
     *
     * @throws BenchException if the pipeline ends, or the broker fails
     */
    public Latency measure(BenchPlan.Load load) throws InterruptedException {
        double nanosBetween = 1e9 / load.rate();
        long begin = System.nanoTime();
        int all = load.unmeasured() + load.measured();
        for (int i = 0; i < all; i++) {
            long time = begin + Math.round(i * nanosBetween);
            for (long left = time - System.nanoTime(); left > 0; left = time - System.nanoTime()) {
                pause(Math.min(left, CHECK_NANOS));
            }
            boolean measured = i >= load.unmeasured();
            if (measured) {
                latestSend = Math.max(latestSend, System.nanoTime() - time);
            }
            send(measured ? time : NOT_MEASURED);
        }
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(Math.max(DRAIN_SECONDS, load.seconds()));
        while (read.get() < sent && System.nanoTime() < deadline) {
            pause(CHECK_NANOS);
        }
        closed = true;
        reader.join();
        return result();
    }

    private void send(long time) {
        Workload.KeyedEvent event = workload.next();
        // As Kafka's default partitioner does, so that the prediction goes to the same partition.
        int partition = Utils.toPositive(Utils.murmur2(event.key())) % BenchTopics.PARTITIONS;
        due.get(partition).add(time);
        sent++;
        Future<RecordMetadata> unused = producer.send(
                new ProducerRecord<>(input, partition, event.key(), event.value()), (acknowledged, thrown) -> {
                    if (thrown != null) {
                        failure.compareAndSet(null, thrown);
                    }
                });
    }

    private void pause(long nanos) {
        LockSupport.parkNanos(nanos);
        Exception thrown = failure.get();
        if (thrown != null) {
            throw new BenchException("the broker failed while latencies were measured: " + thrown, thrown);
        }
        if (!alive.getAsBoolean()) {
            throw new BenchException("the pipeline ended while latencies were measured");
        }
    }

    private void read() {
        try (consumer) {
            while (!closed) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    long time =
                            Objects.requireNonNull(due.get(record.partition()).poll(), "each event has one");
                    count(time, System.nanoTime());
                    read.incrementAndGet();
                }
            }
        } catch (RuntimeException e) {
            failure.compareAndSet(null, e);
        }
    }

    private void count(long time, long now) {
        if (time != NOT_MEASURED) {
            micros.recordValue(Math.min(TimeUnit.NANOSECONDS.toMicros(now - time), micros.getHighestTrackableValue()));
        }
    }

    private Latency result() {
        long now = System.nanoTime();
        List<Long> unserved = due.stream()
                .flatMap(Queue::stream)
                .filter(time -> time != NOT_MEASURED)
                .toList();
        unserved.forEach(time -> count(time, now));
        return Latency.of(micros, unserved.size(), latestSend / 1e6);
    }

    /** Ends the sender, and soon the reader. */
    @Override
    public void close() {
        closed = true;
        producer.close(Duration.ZERO);
    }
}
