package io.sluice.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sluice.config.SluiceConfig;
import io.sluice.engine.ServingModel;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names of nodes, stores and internal topics are where states are found: renaming one would lose them. */
class TopologyDescriptionTest {
    @ParameterizedTest
    @CsvSource({
        "sluice.output.raw,true,topology.txt",
        "sluice.event.key,/id,topology-keyed.txt",
        "sluice.alert.topic,alerts-of-pumps,topology-alerts.txt"
    })
    void theNamesAreAsTheyWere(String key, String value, String golden) throws IOException {
        ServingModel spec = TestModels.spec("value");
        SluiceConfig config = PipelineDriver.config(Map.of(key, value));
        try (ModelPool scoring = new ModelPool(config, spec, () -> TestModels.model(spec), new SimpleMeterRegistry())) {
            assertThat(ScoringTopology.build(config, scoring).describe().toString())
                    .isEqualToIgnoringNewLines(read(golden));
        }
    }

    private static String read(String name) throws IOException {
        try (InputStream golden = TopologyDescriptionTest.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(golden, name).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
