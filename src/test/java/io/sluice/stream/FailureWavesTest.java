package io.sluice.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FailureWavesTest {
    private final FailureWaves waves = new FailureWaves();
    private long now = 1_000_000;

    @Test
    void threadsThatEndTogetherWaitEquallyLong() {
        for (int i = 1; i <= 8; i++) {
            assertThat(ended("t-" + i)).isEqualTo(FailureWaves.FIRST_WAIT);
            now += 100;
        }
    }

    @Test
    void theWaitDoublesWithEachWaveUpToItsLimit() {
        List<Long> seconds = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Duration wait = ended("t-1");
            assertThat(ended("t-2")).isEqualTo(wait);
            seconds.add(wait.toSeconds());
            now += wait.toMillis();
            waves.replaced("t-1");
            waves.replaced("t-2");
        }
        assertThat(seconds).containsExactly(1L, 2L, 4L, 8L, 16L, 30L, 30L, 30L);
    }

    @Test
    void aThreadOfTheOutagesBeginStillBelongsToItsWave() {
        assertThat(ended("t-1")).isEqualTo(FailureWaves.FIRST_WAIT);
        waves.replaced("t-1");
        now += 5000;

        assertThat(ended("t-2")).isEqualTo(FailureWaves.FIRST_WAIT);
        assertThat(ended("t-1")).isGreaterThan(FailureWaves.FIRST_WAIT);
    }

    @Test
    void afterAQuietTimeTheWaitsBeginAgain() {
        ended("t-1");
        waves.replaced("t-1");
        assertThat(ended("t-1")).isEqualTo(FailureWaves.FIRST_WAIT.multipliedBy(2));
        waves.replaced("t-1");
        now += FailureWaves.QUIET.toMillis() + 1;

        assertThat(ended("t-1")).isEqualTo(FailureWaves.FIRST_WAIT);
    }

    @Test
    void aStoreMayFailInFiveWavesOfTenMinutes() {
        for (int i = 0; i < FailureWaves.STORE_LIMIT; i++) {
            assertThat(storeFailsIn("t-1")).isFalse();
            assertThat(storeFailsIn("t-2")).as("the same wave").isFalse();
            waves.replaced("t-1");
            waves.replaced("t-2");
        }
        assertThat(storeFailsIn("t-1")).isTrue();
    }

    @Test
    void oldFailuresOfAStoreAreForgotten() {
        for (int i = 0; i < 3 * FailureWaves.STORE_LIMIT; i++) {
            now += FailureWaves.STORE_WINDOW.toMillis() / (FailureWaves.STORE_LIMIT - 1);
            assertThat(storeFailsIn("t-1")).isFalse();
            waves.replaced("t-1");
        }
    }

    private boolean storeFailsIn(String thread) {
        ended(thread);
        return waves.exceedsStoreLimit(now);
    }

    private Duration ended(String thread) {
        return waves.ended(thread, now);
    }
}
