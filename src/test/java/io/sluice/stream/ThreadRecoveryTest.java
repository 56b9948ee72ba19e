package io.sluice.stream;

import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.REPLACE_THREAD;
import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.model.EngineException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.Test;

class ThreadRecoveryTest {
    private final AtomicLong clock = new AtomicLong();
    private final ThreadRecovery recovery = new ThreadRecovery(clock::get);

    @Test
    void aPassingFailureReplacesTheThread() {
        assertThat(recovery.handle(new StreamsException(new TimeoutException("late"))))
                .isEqualTo(REPLACE_THREAD);
        assertThat(recovery.handle(new ProducerFencedException("fenced"))).isEqualTo(REPLACE_THREAD);
        assertThat(recovery.failure()).isNull();
    }

    @Test
    void aBugStopsTheApplication() {
        StreamsException bug = new StreamsException(new EngineException("broken"));
        assertThat(recovery.handle(bug)).isEqualTo(SHUTDOWN_CLIENT);
        assertThat(recovery.failure()).isSameAs(bug);
    }

    @Test
    void moreThanFiveReplacementsInTenMinutesStopTheApplication() {
        for (int i = 0; i < ThreadRecovery.LIMIT; i++) {
            assertThat(recovery.handle(new TimeoutException("late"))).isEqualTo(REPLACE_THREAD);
        }
        assertThat(recovery.handle(new TimeoutException("late"))).isEqualTo(SHUTDOWN_CLIENT);
    }

    @Test
    void oldReplacementsAreForgotten() {
        for (int i = 0; i < 3 * ThreadRecovery.LIMIT; i++) {
            clock.addAndGet(3 * 60_000);
            assertThat(recovery.handle(new TimeoutException("late"))).isEqualTo(REPLACE_THREAD);
        }
    }
}
