package io.sluice.stream;

import static io.sluice.stream.PipelineDriver.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.engine.ServingModel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The number of keys is exact: no update, expiry, deletion or later count makes it wrong. */
class KeyCountTest {
    private static final ServingModel SPEC = TestModels.spec("value");
    private static final long START = 1_772_366_400_000L;
    private static final long TTL = 60_000;
    private static final Duration SLICE = Duration.ofMillis(100);

    @TempDir
    private Path folder;

    private PipelineDriver pipeline(String store) {
        return new PipelineDriver(
                SPEC,
                () -> new ReadingModel(SPEC.manifest().sizes()),
                Map.of(
                        "sluice.state.store", store,
                        "state.dir", folder.toString(),
                        "sluice.state.ttl.ms", Long.toString(TTL)));
    }

    private static PipelineDriver.Input reading(String key, long time) {
        return event(key, time, "{\"timestamp\":" + time + ",\"value\":1}");
    }

    private static PipelineDriver.Input deletion(String key, long time) {
        return event(key, time, null);
    }

    private static List<PipelineDriver.Input> readings(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> reading(key(i), START)).toList();
    }

    private static String key(int i) {
        return String.format(Locale.ROOT, "key-%05d", i);
    }

    private static void assertExact(PipelineDriver driver) {
        assertThat(driver.keys()).hasValue(driver.states().size());
    }

    @Test
    void aStoreInMemoryKnowsItsKeysAtOnce() {
        try (PipelineDriver driver = pipeline("memory")) {
            assertThat(driver.keys()).hasValue(0);
            driver.poll(List.of(reading("a", START), reading("b", START), reading("a", START + 1)));
            assertThat(driver.keys()).hasValue(2);
        }
    }

    @Test
    void updatesDeletionsAndExpiryLeaveTheCountOfADiskStoreExact() {
        try (PipelineDriver driver = pipeline("rocksdb")) {
            driver.advanceWallClock(SLICE);
            assertThat(driver.keys()).hasValue(0);
            driver.poll(List.of(
                    reading("a", START), reading("b", START), reading("a", START + 1), reading("c", START + TTL)));
            driver.poll(List.of(deletion("b", START + TTL), deletion("never", START + TTL)));
            assertExact(driver);
            driver.poll(List.of(reading("b", START + TTL), reading("c", START + TTL + 2)));
            assertThat(driver.keys()).hasValue(3);
            driver.advanceWallClock(Duration.ofSeconds(61));
            assertThat(driver.states()).containsOnlyKeys("b", "c");
            assertExact(driver);
        }
    }

    @Test
    void keysThatComeAndGoWhileTheStoreIsCountedCountOnce() {
        int keys = 4_500; // three slices
        try (PipelineDriver driver = pipeline("rocksdb")) {
            driver.poll(readings(0, keys));
            assertThat(driver.keys()).isEqualTo(OptionalLong.empty());

            driver.advanceWallClock(SLICE);
            assertThat(driver.keys()).isEqualTo(OptionalLong.empty());
            driver.poll(List.of(
                    reading("before", START),
                    deletion(key(7), START),
                    deletion(key(8), START),
                    deletion(key(1_999), START), // the last key of the slice
                    deletion(key(4_000), START),
                    reading("key-03000-and-more", START),
                    reading(key(5), START),
                    reading(key(4_100), START)));

            driver.advanceWallClock(SLICE);
            driver.poll(List.of(reading("zebra", START), reading(key(7), START)));
            driver.advanceWallClock(SLICE);
            assertThat(driver.states()).hasSize(keys);
            assertExact(driver);
        }
    }
}
