package io.sluice.stream.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.CapturedLog;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LateEventLogTest {
    private final CapturedLog captured = new CapturedLog(LateEventLog.class.getName());
    private long events;
    private long late;
    private Duration clock = Duration.ZERO;
    private final LateEventLog log = new LateEventLog(
            () -> new EventCounts(events, Map.of(), Map.of(), 0, late, FieldsSeen.NONE), () -> clock.toMillis());

    @AfterEach
    void close() {
        captured.close();
    }

    private void lookAfter(Duration time) {
        clock = clock.plus(time);
        log.check();
    }

    @Test
    void oneInAHundredIsWarnedOfAndFewerAreNot() {
        events += 10_000;
        late += 99;
        lookAfter(NoteworthyShare.INTERVAL);
        assertThat(captured.lines()).isEmpty();

        events += 10_000;
        late += 100;
        lookAfter(NoteworthyShare.INTERVAL);
        assertThat(captured.lines())
                .containsExactly("WARN 100 of the last 10000 events are older than the latest event of their key; they"
                        + " were scored in the order in which they came");
    }
}
