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

/** Sends the events of a scenario at a constant rate in a separate thread, until all are sent or it is stopped. */
final class EventSender implements AutoCloseable {
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final KafkaProducer<String, String> producer;
    private final String topic;
    private final Supplier<Event> events;
    private final OutcomeTracker tracker;
    private final long past;
    private final double nanosPerEvent;
    private final long valid;
    private final Thread thread = new Thread(this::send, "events");
    private volatile boolean stopped;
    private volatile @Nullable Exception failure;

    /**
     * Prepares a sender; {@link #start} starts it.
     *
     * @param past the number of first events, which are sent at full speed
     * @param rate events per second after these
     * @param valid the number of valid events to send; invalid events are not counted
     */
    EventSender(
            String bootstrapServers,
            String topic,
            Supplier<Event> events,
            OutcomeTracker tracker,
            long past,
            double rate,
            long valid) {
        this.producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                        ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1, // for the reason in RecordSender
                        ProducerConfig.LINGER_MS_CONFIG, 0,
                        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000,
                        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 20_000),
                new StringSerializer(),
                new StringSerializer());
        this.topic = topic;
        this.events = events;
        this.tracker = tracker;
        this.past = past;
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

    /** Throws an exception if an event could not be sent. */
    void check() {
        Exception found = failure;
        if (found != null) {
            throw new IllegalStateException("an event could not be sent: " + found.getMessage(), found);
        }
    }

    /** Makes the thread end soon. */
    void stop() {
        stopped = true;
        LockSupport.unpark(thread);
    }

    @Override
    public void close() {
        stop();
        try {
            thread.join(CLOSE_TIMEOUT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        producer.close(CLOSE_TIMEOUT);
    }

    private void send() {
        for (long n = 0; n < past && mayGoOn(); n++) {
            Event event = events.get();
            tracker.filling(event);
            send(event);
        }
        long begin = System.nanoTime();
        long sentValid = 0;
        for (long n = 0; sentValid < valid; n++) {
            awaitTurn(begin + (long) (n * nanosPerEvent));
            if (!mayGoOn()) {
                return;
            }
            Event event = events.get();
            sentValid += event.step() > 0 ? 1 : 0;
            tracker.sending(event, System.nanoTime());
            send(event);
        }
    }

    private boolean mayGoOn() {
        return !stopped && failure == null;
    }

    private void awaitTurn(long due) {
        for (long wait = due - System.nanoTime(); wait > 0 && !stopped; wait = due - System.nanoTime()) {
            LockSupport.parkNanos(wait);
        }
    }

    private void send(Event event) {
        Future<RecordMetadata> unused =
                producer.send(new ProducerRecord<>(topic, event.key(), event.json()), (metadata, e) -> {
                    if (e != null) {
                        failure = e;
                    }
                });
    }
}
