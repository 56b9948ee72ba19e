package io.sluice.offline.soak;

import java.util.function.Predicate;

/** Metrics in the text format of Prometheus. */
public final class MetricsPage {
    private final String text;

    MetricsPage(String text) {
        this.text = text;
    }

    /** Returns the bytes that the JVM has reserved for an area, {@code heap} or {@code nonheap}. */
    long committed(String area) {
        return (long) sum("jvm_memory_committed_bytes", labels -> labels.contains("area=\"" + area + "\""));
    }

    /**
     * Returns the sum of the series of a metric whose labels pass a filter: 0 if there are none, and not a number if
     * one of them has no value.
     */
    public double sum(String name, Predicate<String> filter) {
        return text.lines()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .filter(filter)
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
