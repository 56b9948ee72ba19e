package io.sluice.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.junit.jupiter.api.Test;

final class BrokerConnectionTest {
    private final Map<MetricName, Metric> metrics = new HashMap<>();
    private final BrokerConnection connection = new BrokerConnection(() -> metrics);

    @Test
    void aConsumerWithAConnectionIsConnected() {
        consumer("c-1", 1, 100);

        assertThat(connection.isMade()).isTrue();
    }

    @Test
    void aConsumerWithoutAConnectionIsNot() {
        consumer("c-1", 0, 100);

        assertThat(connection.isMade()).isFalse();
    }

    @Test
    void anAttemptToConnectIsNoConnection() {
        consumer("c-1", 0, 100);
        connection.isMade();
        consumer("c-1", 1, 100);

        assertThat(connection.isMade()).isFalse();
    }

    @Test
    void whatIsReceivedAfterALossShowsThatThereIsAConnectionAgain() {
        consumer("c-1", 0, 100);
        connection.isMade();
        consumer("c-1", 1, 101);

        assertThat(connection.isMade()).isTrue();
    }

    @Test
    void aConsumerThatTookTheLostOnesPlaceIsConnectedThoughItReceivedLess() {
        consumer("c-1", 0, 100);
        connection.isMade();
        metrics.clear();
        consumer("c-2", 1, 7);

        assertThat(connection.isMade()).isTrue();
    }

    @Test
    void aLossLastsWhileNoConsumerIsThere() {
        assertThat(connection.isMade()).as("before the first consumer").isTrue();
        consumer("c-1", 0, 100);
        connection.isMade();
        metrics.clear();
        assertThat(connection.isMade()).isFalse();

        consumer("c-2", 1, 7);
        assertThat(connection.isMade()).isTrue();
    }

    @Test
    void aQuietConnectionThatWasNeverLostStaysOne() {
        consumer("c-1", 1, 100);
        connection.isMade();

        assertThat(connection.isMade()).isTrue();
    }

    @Test
    void theConnectionsOfARestoreConsumerDoNotCount() {
        consumer("c-1", 0, 100);
        consumer("c-1-restore-consumer", 1, 900);

        assertThat(connection.isMade()).isFalse();
    }

    private void consumer(String client, double connections, double received) {
        put(client, "connection-count", connections);
        put(client, "incoming-byte-total", received);
    }

    private void put(String client, String name, double value) {
        MetricName metric = new MetricName(name, "consumer-metrics", "", Map.of("client-id", client));
        metrics.put(metric, new Fixed(metric, value));
    }

    private record Fixed(MetricName metricName, Double metricValue) implements Metric {}
}
