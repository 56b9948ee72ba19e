package io.sluice.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SimulationTest {
    @Test
    void schedules() {
        long from = Long.getLong("from", 0);
        long n = Long.getLong("n", 200);
        Campaign campaign = new Campaign();
        long start = java.lang.management.ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        try {
            LongStream.range(from, from + n).forEach(campaign::run);
        } finally {
            System.out.print(campaign.tally().table());
            System.out.println((java.lang.management.ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start) / 1e9 + " s");
        }
    }
}
