package io.sluice.stream;

import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import java.util.stream.DoubleStream;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/**
 * The connection of a pipeline's main consumers to the broker, as their metrics show it. Kafka Streams itself stays in
 * the state RUNNING through an outage.
 *
 * <p>Kafka's {@code connection-count} includes attempts, so it rises for a moment at each attempt to reach a lost
 * broker. After a loss only received bytes prove a new connection. A connected consumer receives the answer to a fetch
 * at least every {@code fetch.max.wait.ms}.
 *
 * <p>Thread-safe.
 */
final class BrokerConnection {
    private static final double NEVER_LOST = -1;

    private final Supplier<? extends Map<MetricName, ? extends Metric>> metrics;
    private double receivedWhenLost = NEVER_LOST;
    private volatile boolean last = true;

    BrokerConnection(Supplier<? extends Map<MetricName, ? extends Metric>> metrics) {
        this.metrics = metrics;
    }

    /**
     * Returns true if there is a connection now. While there is no consumer that could have one, because all threads
     * are still to start or to be replaced, nothing changes.
     */
    synchronized boolean isMade() {
        last = look();
        return last;
    }

    /**
     * Returns the latest answer of {@link #isMade}, which the pipeline's log asks for every second. It looks at no
     * metrics, of which a pipeline has thousands.
     */
    boolean wasMade() {
        return last;
    }

    private boolean look() {
        OptionalDouble connections = ofMainConsumers("connection-count").max();
        double received = ofMainConsumers("incoming-byte-total").sum();
        if (connections.isEmpty()) {
            return receivedWhenLost == NEVER_LOST;
        }
        if (connections.getAsDouble() == 0) {
            receivedWhenLost = received;
        } else if (received != receivedWhenLost) { // it falls when a thread and its consumer are replaced
            receivedWhenLost = NEVER_LOST;
        }
        return receivedWhenLost == NEVER_LOST;
    }

    private DoubleStream ofMainConsumers(String metric) {
        return metrics.get().values().stream()
                .filter(each -> isOfMainConsumer(each.metricName(), metric))
                .mapToDouble(each -> ((Number) each.metricValue()).doubleValue());
    }

    /** Excludes restore consumers: without anything to restore they do not poll, and so keep dead connections. */
    private static boolean isOfMainConsumer(MetricName name, String metric) {
        return name.name().equals(metric)
                && name.group().equals("consumer-metrics")
                && !name.tags().getOrDefault("client-id", "").endsWith("-restore-consumer");
    }
}
