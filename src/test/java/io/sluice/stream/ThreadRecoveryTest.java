package io.sluice.stream;

import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sluice.CapturedLog;
import io.sluice.model.EngineException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.errors.StreamsException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ThreadRecoveryTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final AtomicLong clock = new AtomicLong(1_000_000);
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final List<String> started = Collections.synchronizedList(new ArrayList<>());
    private final ThreadRecovery recovery = new ThreadRecovery(this::start, registry, clock::get);
    private final CapturedLog captured = new CapturedLog(ThreadRecovery.class.getName());
    private int failuresToStart;

    private Optional<String> start() {
        if (failuresToStart-- > 0) {
            throw new KafkaException("no resolvable address");
        }
        started.add("thread-" + started.size());
        return Optional.of(started.get(started.size() - 1));
    }

    @AfterEach
    void close() {
        recovery.close();
        captured.close();
    }

    @Test
    void frequentCausesAreCountedFromZeroSoThatTheFirstReplacementIsAnIncrease() {
        assertThat(replaced("TimeoutException")).isZero();
        assertThat(replaced("ProducerFencedException")).isZero();
    }

    @Test
    void afterAPassingFailureTheThreadEndsAndAnotherOneStarts() {
        StreamsException late = new StreamsException(new TimeoutException("late"));
        assertThatThrownBy(() -> recovery.handle(late)).isSameAs(late);
        assertThat(recovery.isWaiting()).isTrue();
        assertThat(started).as("it waits first").isEmpty();

        Awaitility.await().atMost(PATIENCE).until(() -> !recovery.isWaiting());
        assertThat(started).hasSize(1);
        assertThat(recovery.failure()).isNull();
        assertThat(replaced("TimeoutException")).isOne();
        assertThat(captured.lines())
                .containsExactly(
                        "WARN " + thread() + " ended: org.apache.kafka.common.errors.TimeoutException: late; another"
                                + " thread starts in its place in 1 s",
                        "INFO thread-0 starts in the place of a thread that ended");
    }

    private static String thread() {
        return Thread.currentThread().getName();
    }

    @Test
    void eachOfManyThreadsThatEndTogetherIsReplaced() {
        for (int i = 0; i < 20; i++) {
            fail(new TimeoutException("late"));
        }
        Awaitility.await().atMost(PATIENCE).until(() -> !recovery.isWaiting());
        assertThat(started).hasSize(20);
        assertThat(recovery.failure()).isNull();
    }

    @Test
    void aThreadThatCannotStartIsTriedAgain() {
        failuresToStart = 1;
        fail(new TimeoutException("late"));

        Awaitility.await().atMost(PATIENCE).until(() -> !recovery.isWaiting());
        assertThat(started).hasSize(1);
    }

    @Test
    void aBugStopsTheApplication() {
        StreamsException bug = new StreamsException(new EngineException("broken"));
        assertThat(recovery.handle(bug)).isEqualTo(SHUTDOWN_CLIENT);
        assertThat(recovery.failure()).isSameAs(bug);
        assertThat(recovery.isWaiting()).isFalse();
        assertThat(captured.lines())
                .containsExactly("WARN " + thread() + " ended: io.sluice.model.EngineException: broken; the pipeline"
                        + " stops, because another thread would fail, too");
    }

    @Test
    void aStoreThatFailsAgainAndAgainStopsTheApplication() {
        ProcessorStateException broken =
                new ProcessorStateException("cannot write", new TimeoutException("an exception without frames"));
        for (int i = 0; i < FailureWaves.STORE_LIMIT; i++) {
            clock.addAndGet(FailureWaves.QUIET.toMillis() + 1); // the next wave
            fail(broken);
            Awaitility.await().atMost(PATIENCE).until(() -> !recovery.isWaiting());
        }
        clock.addAndGet(FailureWaves.QUIET.toMillis() + 1);
        assertThat(recovery.handle(broken)).isEqualTo(SHUTDOWN_CLIENT);
        assertThat(recovery.failure()).isSameAs(broken);
    }

    @Test
    void theEndOfTheApplicationEndsTheWaits() {
        fail(new TimeoutException("late"));
        recovery.close();
        fail(new TimeoutException("late"));

        assertThat(replaced("TimeoutException"))
                .as("a thread that ends later is not replaced")
                .isOne();
        assertThat(recovery.isWaiting()).isTrue();
        assertThat(started).isEmpty();
        assertThat(captured.lines())
                .last()
                .isEqualTo("WARN " + thread() + " ended while the pipeline stopped:"
                        + " org.apache.kafka.common.errors.TimeoutException: late; the next start processes its"
                        + " uncommitted events again");
    }

    private void fail(RuntimeException failure) {
        assertThatThrownBy(() -> recovery.handle(failure)).isSameAs(failure);
    }

    private double replaced(String cause) {
        return registry.get("sluice.threads.replaced")
                .tag("cause", cause)
                .counter()
                .count();
    }
}
