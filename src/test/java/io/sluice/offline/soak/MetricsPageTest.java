package io.sluice.offline.soak;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class MetricsPageTest {
    private static final MetricsPage PAGE = new MetricsPage("""
            # HELP jvm_memory_committed_bytes The amount of memory
            # TYPE jvm_memory_committed_bytes gauge
            jvm_memory_committed_bytes{area="heap",id="G1 Eden Space"} 3.24009984E8
            jvm_memory_committed_bytes{area="heap",id="G1 Old Gen"} 2.00278016E8
            jvm_memory_committed_bytes{area="nonheap",id="Metaspace"} 4.0E7
            jvm_memory_used_bytes{area="nonheap",id="Metaspace"} 3.0E7
            """);

    @Test
    void thePoolsOfAnAreaAddUp() {
        assertThat(PAGE.committed("heap")).isEqualTo(524_288_000);
        assertThat(PAGE.committed("nonheap")).isEqualTo(40_000_000);
    }

    @Test
    void aMetricWithoutLabelsOrWithoutSeriesHasASum() {
        MetricsPage page = new MetricsPage("sluice_keys 1.5E3\nsluice_keys_swept_total 7.0\n");
        assertThat(page.sum("sluice_keys", labels -> true)).isEqualTo(1500);
        assertThat(page.sum("sluice_ready", labels -> true)).isZero();
    }
}
