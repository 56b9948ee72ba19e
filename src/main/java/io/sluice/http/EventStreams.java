package io.sluice.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.javalin.http.sse.SseClient;
import io.javalin.http.sse.SseHandler;
import io.sluice.live.LiveEvent;
import io.sluice.live.LiveView;
import io.sluice.live.Subscription;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * Sends what happens to browsers and other readers, as server-sent events: {@code status} each second,
 * {@code prediction}, {@code alert} for an event that opens or closes an incident, and {@code dropped} with the number
 * of events that a slow reader has lost.
 *
 * <p>Each reader has a thread, and there is a limit of readers, so a reader that stops reading holds up nobody.
 */
final class EventStreams implements AutoCloseable {
    static final int MOST_READERS = 32;

    private static final String EVENT_STREAM = "text/event-stream";
    private static final long SECOND = 1000;

    private final LiveView view;
    private final Answers answers;
    private final Supplier<ObjectNode> status;
    private final Semaphore places = new Semaphore(MOST_READERS);
    private volatile boolean closed;

    /** @param status returns the status of the pipeline */
    EventStreams(LiveView view, Answers answers, Supplier<ObjectNode> status) {
        this.view = view;
        this.answers = answers;
        this.status = status;
    }

    /**
     * Begins to serve a reader.
     *
     * @throws ApiError if the reader does not accept such events, or there are too many readers
     */
    void open(Context context) throws Exception {
        String accept = context.header("Accept");
        if (accept == null || !accept.contains(EVENT_STREAM)) {
            throw new ApiError(406, "this answer has no end; send Accept: " + EVENT_STREAM);
        }
        if (!places.tryAcquire()) {
            throw new ApiError(503, MOST_READERS + " readers follow the events already; ask again later");
        }
        Place place = new Place();
        try {
            new SseHandler(client -> serve(client, place)).handle(context);
        } catch (Exception | Error e) {
            place.free(); // the reader has gone before its events began
            throw e;
        }
    }

    /** A reader's place, which is freed once. */
    private final class Place {
        private final AtomicBoolean taken = new AtomicBoolean(true);

        void free() {
            if (taken.compareAndSet(true, false)) {
                places.release();
            }
        }
    }

    /** Sends events until the reader goes. It runs on a thread of this reader. */
    private void serve(SseClient client, Place place) {
        Subscription subscription = view.subscribe(client.ctx().queryParam("key"));
        try {
            long next = System.currentTimeMillis();
            while (!client.terminated() && !closed) {
                long now = System.currentTimeMillis();
                if (now >= next) {
                    client.sendEvent("status", status.get().toString());
                    next = now + SECOND;
                }
                send(client, subscription, Math.max(1, next - now));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            view.unsubscribe(subscription);
            place.free();
            client.close();
        }
    }

    private void send(SseClient client, Subscription subscription, long millis) throws InterruptedException {
        for (LiveEvent event : subscription.take(millis)) {
            client.sendEvent(
                    event.changesIncident() ? "alert" : "prediction",
                    answers.keyedEvent(event).toString());
        }
        long dropped = subscription.takeDropped();
        if (dropped > 0) {
            client.sendEvent("dropped", Answers.object().put("events", dropped).toString());
        }
    }

    @Override
    public void close() {
        closed = true;
    }
}
