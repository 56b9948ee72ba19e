package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sluice.config.SluiceConfig;
import io.sluice.engine.ServingModel;
import io.sluice.runtime.LoadedBundle;
import io.sluice.stream.KeyStates;
import io.sluice.stream.ScoringApplication;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.awaitility.Awaitility;

/** A pipeline in this JVM with separate topics: ID-events, ID-predictions and ID-dead-letters. */
final class Pipeline implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final ScoringApplication application;

    private Pipeline(SluiceConfig config, LoadedBundle bundle) {
        ServingModel spec = ServingModel.of(bundle.bundle(), bundle.tokenizer());
        application = new ScoringApplication(config, spec, () -> bundle.newStepModel(config.batchRows()), registry);
    }

    /**
     * Starts a pipeline and waits until it scores.
     *
     * @param id the id of the application, and the prefix of its topics
     * @param properties the properties that override the defaults of this class
     */
    static Pipeline start(BrokerFixture broker, ChannelGru gru, String id, Path state, Map<String, String> properties) {
        return start(broker, gru.folder(), id, state, properties);
    }

    /** Starts a pipeline of any bundle and waits until it scores. */
    static Pipeline start(BrokerFixture broker, Path model, String id, Path state, Map<String, String> properties) {
        Map<String, String> all = properties(broker, id);
        all.putAll(
                Map.of("state.dir", state.toString(), "sluice.model", model.toString(), "sluice.output.raw", "true"));
        all.putAll(properties);
        Pipeline pipeline = new Pipeline(new SluiceConfig(all), LoadedBundle.open(model, "cpu"));
        try {
            pipeline.application.start();
            Awaitility.await(id + " runs").atMost(PATIENCE).until(pipeline::isReady);
            return pipeline;
        } catch (RuntimeException | AssertionError e) {
            pipeline.close();
            throw e;
        }
    }

    private boolean isReady() {
        assertThat(application.isLive())
                .as("pipeline stopped by %s", application.failure())
                .isTrue();
        return application.isReady();
    }

    /** Waits until the pipeline stops by itself, and returns the failure that stopped it. */
    Throwable failure() {
        Awaitility.await("the end")
                .atMost(PATIENCE)
                .until(() -> application.ended().isDone());
        return application.failure();
    }

    /** Returns properties, to which more can be added, of a pipeline over the topics of {@link #createTopics}. */
    static Map<String, String> properties(BrokerFixture broker, String id) {
        return new HashMap<>(Map.of(
                "bootstrap.servers", broker.bootstrapServers(),
                "application.id", id,
                "commit.interval.ms", "100",
                "auto.offset.reset", "earliest",
                "sluice.input.topic", events(id),
                "sluice.output.topic", predictions(id),
                "sluice.dead.letter.topic", deadLetters(id)));
    }

    static String events(String id) {
        return id + "-events";
    }

    static String predictions(String id) {
        return id + "-predictions";
    }

    static String deadLetters(String id) {
        return id + "-dead-letters";
    }

    static void createTopics(BrokerFixture broker, int partitions, String id) {
        broker.createTopics(partitions, events(id), predictions(id), deadLetters(id));
    }

    /** Returns the number of records that were stepped alone because the look-ahead had not seen them. */
    double notPolled() {
        return registry.get("sluice.steps.alone")
                .tag("why", "not-polled")
                .counter()
                .count();
    }

    /** Returns the sum of all counters of a name. */
    double count(String name) {
        return registry.get(name).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    /** Looks up the state of a key. */
    KeyStates.Answer find(String key) {
        return application.states().find(key);
    }

    /** Returns the mean number of rows in a call of the model. */
    double rowsACall() {
        return registry.get("sluice.model.rows").summary().mean();
    }

    @Override
    public void close() {
        application.close();
    }
}
