package io.sluice.cli.demo;

import io.sluice.cli.common.TopicReader;
import io.sluice.cli.demo.DemoScenario.Scored;
import io.sluice.event.DeadLetterHeaders;
import io.sluice.stream.StartException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** Reads the predictions and dead letters of a pipeline while events are sent. It counts, compares and shows them. */
final class DemoSession {
    private static final long STATUS_INTERVAL_NANOS = Duration.ofSeconds(3).toNanos();
    private static final long DRAIN_TIMEOUT_NANOS = Duration.ofSeconds(3).toNanos();

    private final DemoPipeline pipeline;
    private final TopicReader reader;
    private final DemoScenario scenario;
    private final OutcomeTracker tracker;
    private final DemoView view;
    private final String deadLetters;
    private final long past;
    private long shown;
    private long lastStatus = System.nanoTime();
    private long lastOutcome = System.nanoTime();

    /** @param past the number of first events that are sent at full speed */
    DemoSession(
            DemoPipeline pipeline,
            TopicReader reader,
            DemoScenario scenario,
            OutcomeTracker tracker,
            DemoView view,
            String deadLetters,
            long past) {
        this.pipeline = pipeline;
        this.reader = reader;
        this.scenario = scenario;
        this.tracker = tracker;
        this.view = view;
        this.deadLetters = deadLetters;
        this.past = past;
    }

    /**
     * Processes outcomes until the sender has finished and every event has an outcome, or until {@code stop} completes.
     *
     * @throws IOException if the reader of the view has closed it
     */
    void follow(EventSender sender, CompletableFuture<Void> stop) throws IOException {
        while (!stop.isDone() && (sender.isSending() || tracker.outstanding() > 0)) {
            processOutcomes();
            sender.check();
            if (!stop.isDone()) {
                requireProgress();
            }
            showStatus();
        }
        sender.stop();
        long deadline = System.nanoTime() + DRAIN_TIMEOUT_NANOS;
        while (tracker.outstanding() > 0 && System.nanoTime() < deadline) {
            processOutcomes();
        }
        view.end(tracker.summary(scenario.findings()));
        tracker.requireExactlyOnce();
    }

    private void processOutcomes() throws IOException {
        for (ConsumerRecord<byte[], byte[]> outcome : reader.poll()) {
            lastOutcome = System.nanoTime();
            if (outcome.topic().equals(deadLetters)) {
                tracker.deadLetter(reason(outcome));
            } else {
                show(outcome.value());
            }
        }
        view.flush();
    }

    /** The first predictions are those of past events, which come all at once. */
    private void show(byte[] prediction) throws IOException {
        Scored scored = tracker.predicted(prediction, lastOutcome).orElse(null);
        if (scored == null) {
            return;
        }
        if (shown++ < past) {
            view.fill(scored, prediction);
        } else {
            view.show(scored, prediction);
        }
    }

    private static String reason(ConsumerRecord<?, ?> deadLetter) {
        Header reason = deadLetter.headers().lastHeader(DeadLetterHeaders.REASON);
        return reason == null ? "no reason" : new String(reason.value(), StandardCharsets.UTF_8);
    }

    private void requireProgress() {
        pipeline.requireLive();
        Duration patience = pipeline.patience();
        if (tracker.outstanding() > 0 && System.nanoTime() - lastOutcome > patience.toNanos()) {
            throw new StartException("no prediction arrived for " + patience.toSeconds() + " s, and "
                    + tracker.outstanding() + " events have no outcome; the pipeline is "
                    + pipeline.health().state());
        }
        if (tracker.outstanding() == 0) {
            lastOutcome = System.nanoTime();
        }
    }

    private void showStatus() throws IOException {
        if (System.nanoTime() - lastStatus > STATUS_INTERVAL_NANOS) {
            lastStatus = System.nanoTime();
            view.status(tracker.summary(scenario.findings()));
        }
    }
}
