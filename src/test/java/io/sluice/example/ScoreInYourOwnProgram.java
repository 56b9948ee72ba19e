package io.sluice.example;

import io.micrometer.core.instrument.MeterRegistry;
import io.sluice.config.PropertySources;
import io.sluice.config.SluiceConfig;
import io.sluice.engine.ServingModel;
import io.sluice.runtime.LoadedBundle;
import io.sluice.stream.ModelPool;
import io.sluice.stream.ScoringTopology;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.streams.KafkaStreams;

/** The example of docs/embedding.md, kept here so that it compiles. */
final class ScoreInYourOwnProgram {
    private ScoreInYourOwnProgram() {}

    static void score(MeterRegistry meters, CountDownLatch stop) throws InterruptedException {
        // begin
        SluiceConfig config = PropertySources.load(Path.of("sensor.properties"), System.getenv(), Map.of());
        LoadedBundle bundle = LoadedBundle.open(Path.of(config.model()), config.device());
        ServingModel model = ServingModel.of(bundle.bundle(), bundle.tokenizer());
        try (ModelPool scoring = new ModelPool(config, model, () -> bundle.newStepModel(config.batchRows()), meters);
                KafkaStreams streams =
                        new KafkaStreams(ScoringTopology.build(config, scoring), scoring.streamsProperties())) {
            streams.start();
            stop.await();
        }
        // end
    }
}
