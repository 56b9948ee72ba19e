package io.sluice.stream.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.CapturedLog;
import io.sluice.event.DeadLetterReason;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeadLetterLogTest {
    private final CapturedLog captured = new CapturedLog(DeadLetterLog.class.getName());
    private final Map<DeadLetterReason, Long> letters = new EnumMap<>(DeadLetterReason.class);
    private final Map<DeadLetterReason, String> details = new EnumMap<>(DeadLetterReason.class);
    private long scored;
    private Duration clock = Duration.ZERO;
    private final DeadLetterLog log = new DeadLetterLog(this::counts, () -> clock.toMillis());

    private EventCounts counts() {
        long rejected = letters.values().stream().mapToLong(Long::longValue).sum();
        return new EventCounts(scored + rejected, letters, details, 0, 0, FieldsSeen.NONE);
    }

    @AfterEach
    void close() {
        captured.close();
    }

    private void reject(DeadLetterReason reason, long events) {
        letters.merge(reason, events, Long::sum);
    }

    private void lookAfter(Duration time) {
        clock = clock.plus(time);
        log.check();
    }

    @Test
    void aReasonIsNamedWithItsShareOfTheEventsSinceTheLastLook() {
        scored += 10_000;
        lookAfter(NoteworthyShare.INTERVAL);
        scored += 489;
        reject(DeadLetterReason.NOT_JSON, 50);
        lookAfter(NoteworthyShare.INTERVAL);
        assertThat(captured.lines()).containsExactly("WARN 50 of the last 539 events are dead letters: not-json");
    }

    @Test
    void severalReasonsComeWithTheirNumbersTheMostFrequentFirst() {
        reject(DeadLetterReason.NO_KEY, 2);
        reject(DeadLetterReason.NOT_JSON, 40);
        lookAfter(NoteworthyShare.INTERVAL);
        assertThat(captured.lines())
                .containsExactly("WARN 42 of the last 42 events are dead letters: not-json (40), no-key (2)");
    }

    @Test
    void theMostFrequentReasonHasAnExampleOnOneLine() {
        reject(DeadLetterReason.NO_KEY, 2);
        reject(DeadLetterReason.NOT_JSON, 40);
        details.put(DeadLetterReason.NO_KEY, "the record has no key");
        details.put(DeadLetterReason.NOT_JSON, "found a\n\u001b[31m" + "x".repeat(500));
        lookAfter(NoteworthyShare.INTERVAL);
        assertThat(captured.lines())
                .containsExactly(
                        "WARN 42 of the last 42 events are dead letters: not-json (40), no-key (2); for example,"
                                + " found a\\u000a\\u001b[31m" + "x".repeat(200 - 13) + "...");
    }

    @Test
    void whatIsStillDueIsSaidAtTheStop() {
        reject(DeadLetterReason.NOT_JSON, 7);
        lookAfter(NoteworthyShare.INTERVAL.minusMillis(1));
        assertThat(captured.lines()).isEmpty();
        log.stop();
        assertThat(captured.lines()).containsExactly("WARN 7 of the last 7 events are dead letters: not-json");
        log.stop();
        assertThat(captured.lines()).hasSize(1);
    }

    @Test
    void afterAWarningAMinutePasses() {
        reject(DeadLetterReason.NOT_JSON, 1);
        lookAfter(NoteworthyShare.INTERVAL);
        assertThat(captured.lines()).hasSize(1);

        reject(DeadLetterReason.NOT_JSON, 5);
        lookAfter(NoteworthyShare.PAUSE.minusMillis(1));
        assertThat(captured.lines()).hasSize(1);
        reject(DeadLetterReason.NOT_JSON, 1);
        lookAfter(Duration.ofMillis(1));
        assertThat(captured.lines()).last().isEqualTo("WARN 6 of the last 6 events are dead letters: not-json");
    }

    @Test
    void fewerThanOneInAHundredAreNoWarning() {
        scored += 9_901;
        reject(DeadLetterReason.NOT_JSON, 99);
        lookAfter(NoteworthyShare.INTERVAL);
        assertThat(captured.lines()).isEmpty();

        scored += 9_900;
        reject(DeadLetterReason.NOT_JSON, 100);
        lookAfter(NoteworthyShare.INTERVAL);
        assertThat(captured.lines()).hasSize(1);
    }

    @Test
    void withoutNewDeadLettersThereIsNoWarning() {
        reject(DeadLetterReason.NOT_JSON, 1);
        lookAfter(NoteworthyShare.INTERVAL);
        lookAfter(NoteworthyShare.PAUSE);
        scored += 1;
        lookAfter(NoteworthyShare.PAUSE);
        assertThat(captured.lines()).hasSize(1);
    }
}
