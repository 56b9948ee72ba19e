package io.sluice.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The scoring core under failures, in simulated time.
 *
 * <p>{@code -Dsluice.simulation.seed=N} repeats one schedule, and {@code -Dsluice.simulation.schedules=N} runs another
 * number of them.
 */
@Tag("simulation")
class SimulationTest {
    private static final int THREADS = 2;

    /** The number of schedules that take all rare paths. */
    private static final long ENOUGH = 20_000;

    private static final long SCHEDULES = Long.getLong("sluice.simulation.schedules", ENOUGH);
    private static final long LEAST_RECORDS = 5_000_000;

    /** The seeds of all schedules that ever showed a fault of Sluice. There is none so far. */
    private static final List<Long> REGRESSIONS = List.of();

    /** Paths of the pipeline that failures and wrong guesses take, by the names of its counters. */
    private static final List<String> RARE_PATHS = List.of(
            "sluice.dead.letters model-failed",
            "sluice.dead.letters no-key",
            "sluice.dead.letters prediction-not-finite",
            "sluice.deletions",
            "sluice.events.late",
            "sluice.events.repeated",
            "sluice.incidents.closed",
            "sluice.incidents.opened",
            "sluice.keys.swept",
            "sluice.silences.closed",
            "sluice.silences.opened",
            "sluice.steps expired",
            "sluice.steps reset",
            "sluice.steps.alone assumption-failed",
            "sluice.steps.alone not-polled",
            "sluice.steps.discarded");

    @Test
    void theBrokersHoldWhatASequentialProgramSays() throws InterruptedException {
        Tally tally =
                run(LongStream.concat(REGRESSIONS.stream().mapToLong(seed -> seed), LongStream.range(0, SCHEDULES))
                        .toArray());
        System.out.print(tally.table());
        assertThat(tally.of(Tally.Path.ABORTS)).isGreaterThanOrEqualTo(SCHEDULES);
        assertThat(tally.of(Tally.Path.REBALANCES)).isGreaterThanOrEqualTo(SCHEDULES);
        assertThat(tally.of(Tally.Path.RESTARTS)).isGreaterThanOrEqualTo(SCHEDULES);
        if (SCHEDULES >= ENOUGH) {
            requireRarePaths(tally);
        }
    }

    private static void requireRarePaths(Tally tally) {
        assertThat(tally.of(Tally.Path.RECORDS_APPLIED)).isGreaterThanOrEqualTo(LEAST_RECORDS);
        for (Tally.Path path : Tally.Path.values()) {
            assertThat(tally.of(path)).as(path.name()).isPositive();
        }
        Map<String, Long> totals = tally.totals();
        assertThat(totals).containsKeys(RARE_PATHS.toArray(String[]::new));
        RARE_PATHS.forEach(path -> assertThat(totals.get(path)).as(path).isPositive());
    }

    /** Runs the schedules on several threads. A schedule does not depend on its thread. */
    private static Tally run(long[] seeds) throws InterruptedException {
        List<Campaign> campaigns =
                IntStream.range(0, THREADS).mapToObj(thread -> new Campaign()).toList();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<?>> runs = IntStream.range(0, THREADS)
                    .<Future<?>>mapToObj(thread -> threads.submit(() -> {
                        for (int i = thread; i < seeds.length; i += THREADS) {
                            campaigns.get(thread).run(seeds[i]);
                        }
                    }))
                    .toList();
            for (Future<?> run : runs) {
                run.get();
            }
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause().getMessage(), e.getCause());
        } finally {
            threads.shutdownNow();
        }
        Tally total = new Tally();
        campaigns.forEach(campaign -> total.add(campaign.tally()));
        return total;
    }

    @Test
    void equalSeedsTakeEqualPaths() {
        Campaign one = new Campaign();
        Campaign other = new Campaign();
        LongStream.range(0, 20).forEach(one::run);
        LongStream.range(0, 20).forEach(other::run);
        assertThat(one.tally().totals()).isEqualTo(other.tally().totals());
    }

    @Test
    void aSingleScheduleCanBeRepeated() {
        new Campaign().run(Long.getLong("sluice.simulation.seed", 0));
    }
}
