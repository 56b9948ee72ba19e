package io.sluice.cli.demo;

import io.sluice.cli.common.TopicReader;
import io.sluice.stream.ScoringApplication;
import io.sluice.stream.StartException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** Follows a pipeline's outcomes while events are sent: each is counted, held against the truth and shown. */
final class DemoSession {
    private static final long STATUS_NANOS = Duration.ofSeconds(3).toNanos();
    private static final long SILENCE_NANOS = Duration.ofSeconds(30).toNanos();
    private static final long DRAIN_NANOS = Duration.ofSeconds(3).toNanos();

    private final ScoringApplication pipeline;
    private final TopicReader feed;
    private final DemoScenario scenario;
    private final DemoTally tally;
    private final DemoView view;
    private final String deadLetters;
    private long lastStatus = System.nanoTime();
    private long lastOutcome = System.nanoTime();

    DemoSession(
            ScoringApplication pipeline,
            TopicReader feed,
            DemoScenario scenario,
            DemoTally tally,
            DemoView view,
            String deadLetters) {
        this.pipeline = pipeline;
        this.feed = feed;
        this.scenario = scenario;
        this.tally = tally;
        this.view = view;
        this.deadLetters = deadLetters;
    }

    /**
     * Follows until the sender is done and all it sent is accounted for, or until asked to stop.
     *
     * @throws IOException if nobody reads the view any more
     */
    void follow(EventSender sender, CompletableFuture<Void> stop) throws IOException {
        while (!stop.isDone() && (sender.isSending() || tally.outstanding() > 0)) {
            take();
            sender.check();
            requireProgress();
            statusInTurn();
        }
        sender.stop();
        long patience = System.nanoTime() + DRAIN_NANOS;
        while (tally.outstanding() > 0 && System.nanoTime() < patience) {
            take();
        }
        view.end(tally.figures(scenario.findings()));
    }

    private void take() throws IOException {
        for (ConsumerRecord<byte[], byte[]> outcome : feed.poll()) {
            lastOutcome = System.nanoTime();
            if (outcome.topic().equals(deadLetters)) {
                tally.deadLetter(reason(outcome));
            } else {
                view.show(tally.received(outcome.value(), lastOutcome), outcome.value());
            }
        }
        view.flush();
    }

    private static String reason(ConsumerRecord<?, ?> deadLetter) {
        Header reason = deadLetter.headers().lastHeader("sluice.reason");
        return reason == null ? "no reason" : new String(reason.value(), StandardCharsets.UTF_8);
    }

    private void requireProgress() {
        if (!pipeline.isLive()) {
            throw stopped(pipeline);
        }
        if (tally.outstanding() > 0 && System.nanoTime() - lastOutcome > SILENCE_NANOS) {
            throw new StartException("no prediction came for 30 s, and " + tally.outstanding()
                    + " are waited for; the pipeline is " + pipeline.state());
        }
        if (tally.outstanding() == 0) {
            lastOutcome = System.nanoTime();
        }
    }

    static StartException stopped(ScoringApplication pipeline) {
        Throwable failure = pipeline.failure();
        String found = "the demo's pipeline is " + pipeline.state();
        return failure == null ? new StartException(found) : new StartException(found + ": " + failure, failure);
    }

    private void statusInTurn() throws IOException {
        if (System.nanoTime() - lastStatus > STATUS_NANOS) {
            lastStatus = System.nanoTime();
            view.status(tally.figures(scenario.findings()));
        }
    }
}
