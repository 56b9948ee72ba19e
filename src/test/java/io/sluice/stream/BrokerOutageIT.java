package io.sluice.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sluice.broker.Cluster;
import io.sluice.broker.EmbeddedBroker;
import io.sluice.broker.TopicFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BrokerOutageIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void withoutABrokerAPipelineIsNotReadyUntilItIsBack(@TempDir Path folder) throws IOException {
        ModelSpec spec = TestModels.spec("value");
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
                assertThat(application.isReady()).isFalse();
                assertThat(application.isLive()).isTrue();
                broker.start();
                Awaitility.await().atMost(PATIENCE).until(application::isReady);
            }
        }
    }
}
