package io.sluice.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sluice.broker.Cluster;
import io.sluice.broker.EmbeddedBroker;
import io.sluice.broker.TopicFile;
import io.sluice.config.SluiceConfig;
import io.sluice.engine.ServingModel;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BrokerOutageIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** A consumer tries to connect again after at most reconnect.backoff.max.ms, 1 s. */
    private static final Duration SOME_ATTEMPTS = Duration.ofSeconds(5);

    @Test
    void withoutABrokerAPipelineIsNotReadyUntilItIsBack(@TempDir Path folder) throws IOException {
        ServingModel spec = TestModels.spec("value");
        try (EmbeddedBroker broker = EmbeddedBroker.startTemporary()) {
            try (Cluster cluster = Cluster.connect(broker.bootstrapServers())) {
                cluster.create(TopicFile.read(Path.of("topics/sensor.yaml")));
                cluster.create(TopicFile.read(Path.of("topics/dead-letters.yaml")));
            }
            SluiceConfig config = PipelineDriver.config(Map.of(
                    "bootstrap.servers",
                    broker.bootstrapServers(),
                    "state.dir",
                    folder.toString(),
                    "sluice.input.topic",
                    "sensor-events",
                    "sluice.output.topic",
                    "sensor-predictions"));
            try (ScoringApplication application =
                    new ScoringApplication(config, spec, () -> TestModels.model(spec), new SimpleMeterRegistry())) {
                application.start();
                Awaitility.await().atMost(PATIENCE).until(application::isReady);
                broker.stop();
                Awaitility.await()
                        .atMost(PATIENCE)
                        .until(() -> application.state().equals("DISCONNECTED"));
                assertThat(timesReady(application, SOME_ATTEMPTS)).isZero();
                assertThat(application.isLive()).isTrue();
                broker.start();
                Awaitility.await().atMost(PATIENCE).until(application::isReady);
            }
        }
    }

    /** Asked without a pause: an attempt to connect lasts a fraction of a millisecond. */
    private static int timesReady(ScoringApplication application, Duration time) {
        Instant end = Instant.now().plus(time);
        int ready = 0;
        while (Instant.now().isBefore(end)) {
            ready += application.isReady() ? 1 : 0;
        }
        return ready;
    }
}
