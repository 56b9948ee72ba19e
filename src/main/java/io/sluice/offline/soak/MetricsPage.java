package io.sluice.offline.soak;

import java.util.function.Predicate;

/** Metrics in the text format of Prometheus. */
final class MetricsPage {
    private final String text;

    MetricsPage(String text) {
        this.text = text;
    }

    /** Returns the bytes that the JVM has reserved for an area, {@code heap} or {@code nonheap}. */
    long committed(String area) {
        return sum("jvm_memory_committed_bytes{", labels -> labels.contains("area=\"" + area + "\""));
    }

    private long sum(String beginning, Predicate<String> filter) {
        return (long) text.lines()
                .filter(line -> line.startsWith(beginning) && filter.test(line))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
