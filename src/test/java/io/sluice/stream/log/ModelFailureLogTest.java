package io.sluice.stream.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.CapturedLog;
import io.sluice.event.DeadLetterReason;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ModelFailureLogTest {
    private static final String LINE = ", now dead letters (model-failed): RuntimeError: too humid\\u000a";

    private final CapturedLog captured = new CapturedLog(ModelFailureLog.class.getName());
    private long failed;
    private long clock = 5_000;
    private final ModelFailureLog log = new ModelFailureLog(this::counts, () -> clock);

    private EventCounts counts() {
        return new EventCounts(
                1_000_000,
                Map.of(DeadLetterReason.MODEL_FAILED, failed),
                failed == 0 ? Map.of() : Map.of(DeadLetterReason.MODEL_FAILED, "RuntimeError: too humid\n"),
                0,
                0,
                FieldsSeen.NONE);
    }

    @AfterEach
    void close() {
        captured.close();
    }

    @Test
    void theFirstIsLoggedAtOnceAndLaterOnesOnceAMinuteAndAtTheStop() {
        log.check();
        assertThat(captured.lines()).isEmpty();

        failed = 3;
        log.check();
        failed = 4;
        clock += PacedCount.PAUSE.toMillis() - 1;
        log.check();
        assertThat(captured.lines()).containsExactly("WARN the model failed on 3 events" + LINE);

        clock += 1;
        log.check();
        failed = 6;
        log.check();
        log.stop();
        log.stop();
        assertThat(captured.lines())
                .containsExactly(
                        "WARN the model failed on 3 events" + LINE,
                        "WARN the model failed on 1 event" + LINE,
                        "WARN the model failed on 2 events" + LINE);
    }
}
