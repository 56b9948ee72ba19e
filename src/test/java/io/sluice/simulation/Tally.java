package io.sluice.simulation;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.search.Search;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The numbers of the paths that schedules took: those of the simulation, and the counters of the pipeline. */
final class Tally {
    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final Map<String, Long> paths = new TreeMap<>();

    /** The paths that the simulation counts. */
    enum Path {
        SCHEDULES,
        RECORDS_APPLIED,
        RECORDS_PROCESSED,
        POLLS,
        POLLS_NOT_SHOWN,
        COMMITS,
        ABORTS,
        ABORTS_REVIVED,
        ABORTS_FENCED,
        REBALANCES,
        REBALANCES_WITHOUT_COMMIT,
        RESTARTS,
        RESTARTS_KILLED,
        FAILURES_WITHOUT_WORK,
        SWEEP_CALLS,
        CALLS_OF_RUNS,
        CALLS_OVER_BUDGET,
        FORWARDS_FAILED,
        RECORDS_TRIED_AGAIN,
        OUT_OF_TIME_ORDER,
        REFUSED_AT_LEAST_ONCE;

        private String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    void count(Path path) {
        count(path, 1);
    }

    void count(Path path, long number) {
        paths.merge(path.text(), number, Long::sum);
    }

    long of(Path path) {
        return paths.getOrDefault(path.text(), 0L);
    }

    /** The meters of the pipelines. */
    MeterRegistry registry() {
        return registry;
    }

    /** Adds the numbers of another tally. */
    void add(Tally other) {
        other.totals().forEach((name, number) -> paths.merge(name, number, Long::sum));
    }

    /** All numbers by name; a counter of the pipeline has the name of its meter and its tags. */
    Map<String, Long> totals() {
        Map<String, Long> totals = new TreeMap<>(paths);
        for (Counter counter : Search.in(registry).counters()) {
            String tags = counter.getId().getTags().stream()
                    .map(tag -> " " + tag.getValue())
                    .collect(Collectors.joining());
            totals.merge(counter.getId().getName() + tags, (long) counter.count(), Long::sum);
        }
        return totals;
    }

    /** One line a number. */
    String table() {
        return totals().entrySet().stream()
                .filter(total -> total.getValue() > 0)
                .map(total -> String.format("%,14d  %s%n", total.getValue(), total.getKey()))
                .collect(Collectors.joining());
    }
}
