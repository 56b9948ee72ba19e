package io.sluice.offline.torture;

import io.sluice.offline.torture.plan.EventChange;
import io.sluice.offline.torture.plan.Scenario;
import io.sluice.offline.torture.plan.Traffic;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Sends the events of a scenario at a steady rate, in a thread of its own. It waits for brokers that are gone. */
final class EventSender implements AutoCloseable {
    private static final long TICK_NANOS = 5_000_000;
    private static final String PATIENCE_MILLIS = "600000";

    private final KafkaProducer<byte[], byte[]> producer;
    private final Traffic traffic;
    private final int rate;
    private final Thread thread = new Thread(this::run, "torture-sender");
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    private volatile EventChange change = EventChange.NONE;
    private volatile boolean sending = true;
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong outputs = new AtomicLong();

    private EventSender(String bootstrapServers, Scenario scenario, int rate) {
        Map<String, Object> settings = new HashMap<>(Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ProducerConfig.LINGER_MS_CONFIG,
                "5",
                ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION,
                "1",
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                PATIENCE_MILLIS,
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                "5000",
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                PATIENCE_MILLIS));
        this.producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
        this.traffic = new Traffic(scenario);
        this.rate = rate;
    }

    /**
     * Begins to send.
     *
     * @param rate events a second
     */
    static EventSender start(String bootstrapServers, Scenario scenario, int rate) {
        EventSender sender = new EventSender(bootstrapServers, scenario, rate);
        sender.thread.setDaemon(true);
        sender.thread.start();
        return sender;
    }

    void change(EventChange other) {
        change = other;
    }

    /** Returns the number of records that were sent so far. */
    long sent() {
        return sent.get();
    }

    /** Returns the number of predictions and dead letters that the records so far must give. */
    long outputs() {
        return outputs.get();
    }

    /** Sends no more, and waits until the brokers have everything. */
    void finish() throws InterruptedException {
        sending = false;
        thread.join();
        Exception failed = failure.get();
        if (failed != null) {
            throw new TortureException("an event could not be sent: " + failed, failed);
        }
    }

    private void run() {
        long begin = System.nanoTime();
        try {
            while (sending) {
                long due = (System.nanoTime() - begin) / 1_000_000 * rate / 1000;
                while (sending && sent.get() < due) {
                    send(traffic.next(change, System.currentTimeMillis()));
                }
                LockSupport.parkNanos(TICK_NANOS);
            }
            producer.flush();
        } catch (KafkaException e) {
            failure.compareAndSet(null, e);
        }
    }

    private void send(ProducerRecord<byte[], byte[]> record) {
        var unused = producer.send(record, (at, failed) -> {
            if (failed != null) {
                failure.compareAndSet(null, failed);
            }
        });
        sent.incrementAndGet();
        outputs.addAndGet(record.value() == null ? 0 : 1);
    }

    @Override
    public void close() {
        sending = false;
        producer.close(Duration.ZERO);
    }
}
