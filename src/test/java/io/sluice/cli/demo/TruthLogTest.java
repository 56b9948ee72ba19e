package io.sluice.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class TruthLogTest {
    private final TruthLog log = new TruthLog();

    private static Instant at(long step) {
        return Instant.EPOCH.plusSeconds(step);
    }

    @Test
    void whatGoesOnEndsWithTheLastEventThatItTouched() {
        log.begin("a", "stuck", "stuck", 5, at(5));
        log.goesOn("a", 6, at(6));
        assertThat(log.all()).containsExactly(new Truth("a", "stuck", "stuck", 5, null, at(5), null, null));
        log.end("a");
        log.end("a");
        log.goesOn("a", 9, at(9));
        assertThat(log.all()).containsExactly(new Truth("a", "stuck", "stuck", 5, 6L, at(5), at(6), null));
    }

    @Test
    void theFirstFindingCounts() {
        log.begin("a", "stuck", "stuck", 5, at(5));
        log.found("a", 2);
        log.found("a", 3);
        log.found("b", 4);
        log.begin("a", "drift", "drift", 8, at(8));
        assertThat(log.all()).extracting(Truth::delay).containsExactly(2L, null);
        assertThat(log.all()).extracting(Truth::goesOn).containsExactly(false, true);
    }

    @Test
    void theOldestLeave() {
        for (int i = 1; i <= TruthLog.MOST + 10; i++) {
            log.begin("a", "stuck", "stuck", i, at(i));
        }
        assertThat(log.all()).hasSize(TruthLog.MOST);
        assertThat(log.all().get(TruthLog.MOST - 1).fromStep()).isEqualTo(TruthLog.MOST + 10);
    }
}
