package io.sluice.cli.demo;

import io.sluice.cli.demo.DemoScenario.Event;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** Sends a scenario's events at a steady rate from a thread of its own, until it has sent enough or is stopped. */
final class EventSender implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final KafkaProducer<String, String> producer;
    private final String topic;
    private final Supplier<Event> events;
    private final DemoTally tally;
    private final double nanosPerEvent;
    private final long valid;
    private final Thread thread = new Thread(this::send, "events");
    private volatile boolean stopped;
    private volatile @Nullable Exception failure;

    /**
     * A sender; {@link #start} starts it.
     *
     * @param rate events a second
     * @param valid how many events to send that are scored; those that are not come on top
     */
    EventSender(
            String bootstrapServers, String topic, Supplier<Event> events, DemoTally tally, double rate, long valid) {
        this.producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                        ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1, // as RecordSender says
                        ProducerConfig.LINGER_MS_CONFIG, 0,
                        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000,
                        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 20_000),
                new StringSerializer(),
                new StringSerializer());
        this.topic = topic;
        this.events = events;
        this.tally = tally;
        this.nanosPerEvent = TimeUnit.SECONDS.toNanos(1) / rate;
        this.valid = valid;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    boolean isSending() {
        return thread.isAlive();
    }

    /** Throws what went wrong with sending, if anything did. */
    void check() {
        Exception found = failure;
        if (found != null) {
            throw new IllegalStateException("an event could not be sent: " + found.getMessage(), found);
        }
    }

    /** Asks the thread to end. */
    void stop() {
        stopped = true;
        LockSupport.unpark(thread);
    }

    @Override
    public void close() {
        stop();
        try {
            thread.join(PATIENCE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        producer.close(PATIENCE);
    }

    private void send() {
        long begin = System.nanoTime();
        long sentValid = 0;
        for (long n = 0; sentValid < valid; n++) {
            awaitTurn(begin + (long) (n * nanosPerEvent));
            if (stopped || failure != null) {
                return;
            }
            Event event = events.get();
            sentValid += event.step() > 0 ? 1 : 0;
            send(event);
        }
    }

    private void awaitTurn(long due) {
        for (long wait = due - System.nanoTime(); wait > 0 && !stopped; wait = due - System.nanoTime()) {
            LockSupport.parkNanos(wait);
        }
    }

    private void send(Event event) {
        tally.sending(event, System.nanoTime());
        Future<RecordMetadata> unused =
                producer.send(new ProducerRecord<>(topic, event.key(), event.json()), (written, e) -> {
                    if (e != null) {
                        failure = e;
                    }
                });
    }
}
