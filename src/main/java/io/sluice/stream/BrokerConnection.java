package io.sluice.stream;

import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.DoubleStream;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/**
 * Whether a pipeline's main consumers are connected to a broker, from their metrics. Kafka Streams itself goes on
 * running through an outage.
 *
 * <p>Kafka's {@code connection-count} counts a connection from the attempt on, so it rises for a moment at each attempt
 * to reach a broker that is gone. Once there was no connection, only bytes received show that there is one again; a
 * connected consumer receives the answer to a fetch at least every {@code fetch.max.wait.ms}.
 *
 * <p>Thread-safe.
 */
final class BrokerConnection {
    private static final double NEVER_LOST = -1;

    private final Supplier<? extends Map<MetricName, ? extends Metric>> metrics;
    private double receivedWhenLost = NEVER_LOST;

    BrokerConnection(Supplier<? extends Map<MetricName, ? extends Metric>> metrics) {
        this.metrics = metrics;
    }

    /** Whether there is a connection now; true also while there is no consumer yet that could have one. */
    synchronized boolean isMade() {
        double connections = ofMainConsumers("connection-count").max().orElse(1);
        double received = ofMainConsumers("incoming-byte-total").sum();
        if (connections == 0) {
            receivedWhenLost = received;
        } else if (received != receivedWhenLost) { // less than before where a thread and its consumer were replaced
            receivedWhenLost = NEVER_LOST;
        }
        return receivedWhenLost == NEVER_LOST;
    }

    private DoubleStream ofMainConsumers(String metric) {
        return metrics.get().values().stream()
                .filter(each -> isOfMainConsumer(each.metricName(), metric))
                .mapToDouble(each -> ((Number) each.metricValue()).doubleValue());
    }

    /** A restore consumer keeps dead connections, as it does not poll where there is nothing to restore. */
    private static boolean isOfMainConsumer(MetricName name, String metric) {
        return name.name().equals(metric)
                && name.group().equals("consumer-metrics")
                && !name.tags().getOrDefault("client-id", "").endsWith("-restore-consumer");
    }
}
