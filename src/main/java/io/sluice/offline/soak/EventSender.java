package io.sluice.offline.soak;

import io.sluice.offline.bench.Workload;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Sends events at a steady rate, in a thread of its own. The times at which they are due are fixed beforehand, whatever
 * broker and pipelines do.
 */
public final class EventSender implements AutoCloseable {
    private static final long TICK_NANOS = 1_000_000;

    private final Producer<byte[], byte[]> producer;
    private final Workload workload;
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    private final AtomicLong sent = new AtomicLong();
    private volatile long latest;
    private volatile boolean sending;
    private Thread thread = new Thread();

    public EventSender(String bootstrapServers, Workload workload) {
        // With more requests in flight, those for a new partition can overtake each other (KAFKA-15591).
        this.producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "linger.ms",
                        "5",
                        "max.in.flight.requests.per.connection",
                        "1"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        this.workload = workload;
    }

    /**
     * Begins to send, and does not wait.
     *
     * @param rate events a second; infinite for as many as the broker takes
     */
    public void begin(double rate, long events) {
        sending = true;
        latest = 0;
        thread = new Thread(() -> send(rate, events), "soak-sender");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Returns true until all events are acknowledged.
     *
     * @throws SoakException if an event could not be sent
     */
    public boolean isSending() {
        Exception thrown = failure.get();
        if (thrown != null) {
            throw new SoakException("an event could not be sent to the broker: " + thrown, thrown);
        }
        return thread.isAlive();
    }

    /** Returns the number of events that were sent so far. */
    public long sent() {
        return sent.get();
    }

    /** Returns the longest time by which an event was sent too late. */
    public Duration latest() {
        return Duration.ofNanos(latest);
    }

    private void send(double rate, long events) {
        long begin = System.nanoTime();
        try {
            for (long i = 0; i < events && sending; i++) {
                long due = begin + (long) (i / rate * 1e9);
                while (sending && System.nanoTime() < due) {
                    LockSupport.parkNanos(TICK_NANOS);
                }
                if (sending) {
                    latest = Math.max(latest, System.nanoTime() - due);
                    send();
                }
            }
            producer.flush();
        } catch (RuntimeException e) {
            failure.compareAndSet(null, e);
        }
    }

    private void send() {
        var unused = producer.send(workload.nextRecord(SoakTopics.INPUT), (at, thrown) -> {
            if (thrown != null) {
                failure.compareAndSet(null, thrown);
            }
        });
        sent.incrementAndGet();
    }

    /** Sends no more, and gives up what is not acknowledged. */
    @Override
    public void close() {
        sending = false;
        producer.close(Duration.ZERO);
        thread.interrupt();
    }
}
