package io.sluice.stream.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.CapturedLog;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UnreadableStateLogTest {
    private final CapturedLog captured = new CapturedLog(UnreadableStateLog.class.getName());
    private long unreadable;
    private long clock = 5_000;
    private final UnreadableStateLog log = new UnreadableStateLog(
            () -> new EventCounts(unreadable, Map.of(), Map.of(), unreadable, 0, FieldsSeen.NONE), () -> clock);

    @AfterEach
    void close() {
        captured.close();
    }

    @Test
    void theFirstStateIsLoggedAtOnceAndLaterOnesOnceAMinute() {
        log.check();
        assertThat(captured.lines()).isEmpty();

        unreadable = 3;
        log.check();
        unreadable = 10;
        clock += PacedCount.PAUSE.toMillis() - 1;
        log.check();
        assertThat(captured.lines())
                .containsExactly(
                        "WARN 3 stored states have a format that this version of Sluice cannot read; their keys"
                                + " started again");

        clock += 1;
        log.check();
        clock += PacedCount.PAUSE.toMillis();
        log.check();
        assertThat(captured.lines()).hasSize(2).last().asString().startsWith("WARN 7 stored states");
    }
}
