package io.sluice.cli.demo;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.sluice.Internal;
import io.sluice.broker.Cluster;
import io.sluice.broker.EmbeddedBroker;
import io.sluice.broker.TopicFile;
import io.sluice.cli.common.TemporaryFolder;
import io.sluice.cli.common.TopicReader;
import io.sluice.config.SluiceConfig;
import io.sluice.http.Health;
import io.sluice.http.HttpEndpoint;
import io.sluice.http.HttpSettings;
import io.sluice.http.ListenException;
import io.sluice.http.Simulation;
import io.sluice.model.Bundle;
import io.sluice.model.Manifest;
import io.sluice.runtime.LoadedBundle;
import io.sluice.stream.StartException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.streams.StreamsConfig;
import org.jspecify.annotations.Nullable;

/** Runs a broker, a simulation and a view of the predictions in one process, and a pipeline there or in another. */
@Internal
public final class Demo {
    private static final String HOST = "127.0.0.1";
    private static final String DEAD_LETTERS = "sluice-dead-letters";
    /** The number of events that are sent at full speed first, so that the page opens filled: 60 of each pump. */
    private static final long PAST = 600;

    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);

    private final Settings settings;
    private final DemoScenario scenario;
    private final DemoScenario.Setup setup;
    private final DemoView view;
    private final CompletableFuture<Void> stop;
    private final OutcomeTracker tracker = new OutcomeTracker();
    private final long past;
    private final PrometheusMeterRegistry metrics;
    private volatile @Nullable DemoPipeline running;

    /**
     * The settings of a demo.
     *
     * @param home the folder with {@code models} and {@code topics}
     * @param predictions the number of predictions after which the demo ends
     * @param rate events per second
     * @param httpPort the port of the page, the API, health and metrics; 0 for none
     * @param lastHttpPort the last port to try if other programs use those before it
     * @param pipelineMain the class that runs the pipeline in a process of its own; null for this process
     */
    public record Settings(
            Path home,
            long predictions,
            double rate,
            int httpPort,
            int lastHttpPort,
            @Nullable String pipelineMain) {
        /** A demo without an end is for people who look at it. */
        boolean hasEnd() {
            return predictions < Long.MAX_VALUE;
        }
    }

    /** Prepares a demo, which ends after its last prediction or when {@code stop} completes. */
    public Demo(
            Settings settings,
            DemoScenario scenario,
            DemoView view,
            PrometheusMeterRegistry metrics,
            CompletableFuture<Void> stop) {
        this.settings = settings;
        this.scenario = scenario;
        this.setup = scenario.setup();
        this.view = view;
        this.past = settings.hasEnd() ? 0 : PAST;
        this.metrics = metrics;
        this.stop = stop;
    }

    /**
     * Runs the demo up to its summary.
     *
     * @throws IOException if a file cannot be read or written, or the reader of the view has closed it
     */
    public void run() throws IOException, InterruptedException {
        view.note(String.format(Locale.ROOT, "Sluice demo: %s, %,.0f events/s", setup.senders(), settings.rate));
        try (HttpEndpoint http = http();
                TemporaryFolder folder = new TemporaryFolder("sluice-demo-")) {
            Path shipped = settings.home.resolve("models").resolve(setup.model());
            Bundle bundle = Bundle.open(scenario.bundle(shipped, folder.path()));
            try (EmbeddedBroker broker =
                    EmbeddedBroker.start(folder.path().resolve("broker"), EmbeddedBroker.FREE_PORT, Map.of())) {
                createTopics(broker.bootstrapServers());
                try (DemoPipeline pipeline = pipeline(broker.bootstrapServers(), bundle, folder.path(), http)) {
                    running = pipeline;
                    if (http != null) {
                        http.serve(new Simulation(
                                new DemoAnswer(scenario, tracker, pipeline)::now, scenario::inject, pipeline::kill));
                    }
                    pipeline.start();
                    awaitReady(pipeline);
                    if (!stop.isDone()) {
                        describe(bundle.manifest(), broker, http);
                        runScenario(pipeline, broker.bootstrapServers());
                    }
                }
            }
        }
    }

    private DemoPipeline pipeline(String bootstrapServers, Bundle bundle, Path folder, @Nullable HttpEndpoint http)
            throws IOException {
        Map<String, String> properties = properties(bootstrapServers, bundle, folder);
        if (settings.pipelineMain == null) {
            return new InnerPipeline(new SluiceConfig(properties), LoadedBundle.open(bundle, "auto"), metrics, http);
        }
        SeparatePipeline pipeline = new SeparatePipeline(settings.pipelineMain, properties, folder, tracker);
        if (http != null) {
            http.passOn(pipeline.url());
        }
        return pipeline;
    }

    private @Nullable HttpEndpoint http() {
        return settings.httpPort == 0 ? null : http(settings.httpPort);
    }

    /** Listens on the port, or on the next one if another program uses it. */
    private HttpEndpoint http(int port) {
        try {
            return HttpEndpoint.start(new HttpSettings(HOST, port, null, true, true), this::health, metrics);
        } catch (ListenException e) {
            if (port >= settings.lastHttpPort) {
                throw e;
            }
            return http(port + 1);
        }
    }

    private Health health() {
        DemoPipeline pipeline = running;
        return pipeline == null ? new Health(true, false, "STARTING") : pipeline.health();
    }

    private void createTopics(String bootstrapServers) throws IOException {
        try (Cluster cluster = Cluster.connect(bootstrapServers)) {
            cluster.create(TopicFile.read(settings.home.resolve("topics/" + setup.topic() + ".yaml")));
            cluster.create(TopicFile.read(settings.home.resolve("topics/dead-letters.yaml")));
        }
    }

    private Map<String, String> properties(String bootstrapServers, Bundle bundle, Path folder) {
        Map<String, String> properties = new HashMap<>(Map.of(
                StreamsConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                StreamsConfig.APPLICATION_ID_CONFIG,
                "sluice-demo",
                StreamsConfig.STATE_DIR_CONFIG,
                folder.resolve("state").toString(),
                SluiceConfig.MODEL,
                bundle.directory().toString(),
                SluiceConfig.INPUT_TOPIC,
                setup.eventTopic(),
                SluiceConfig.OUTPUT_TOPIC,
                setup.predictionTopic(),
                SluiceConfig.DEAD_LETTER_TOPIC,
                DEAD_LETTERS));
        if (settings.pipelineMain == null) {
            properties.put(SluiceConfig.STATE_STORE, "memory");
        }
        scenario.scoring().forEach((name, value) -> properties.put(SluiceConfig.SCORING_PREFIX + name, "" + value));
        return properties;
    }

    private void awaitReady(DemoPipeline pipeline) throws InterruptedException {
        long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
        Health health = pipeline.health();
        while (!health.ready() && !stop.isDone()) {
            pipeline.requireLive();
            if (System.nanoTime() > deadline) {
                throw new StartException("the demo's pipeline is " + health.state());
            }
            Thread.sleep(20);
            health = pipeline.health();
        }
    }

    private void describe(Manifest model, EmbeddedBroker broker, @Nullable HttpEndpoint http) throws IOException {
        view.note("  model   " + model.name() + " " + model.version());
        view.note("  broker  " + broker.bootstrapServers() + ", embedded, ends with the demo");
        view.note("  topics  " + setup.eventTopic() + " -> " + setup.predictionTopic() + ", " + DEAD_LETTERS);
        view.note("  page    " + (http == null ? "none" : http.url() + "/"));
        view.note("  shown   " + shown());
        view.note("");
    }

    private String shown() {
        int interval = ScreenView.samplingInterval(settings.rate);
        if (interval == 1) {
            return "every prediction";
        }
        return setup.highlights().isEmpty()
                ? "1 of " + interval + " predictions"
                : setup.highlights() + ", and 1 of " + interval + " other predictions";
    }

    private void runScenario(DemoPipeline pipeline, String bootstrapServers) throws IOException {
        tracker.begin(System.nanoTime());
        try (TopicReader reader = TopicReader.fromBeginning(
                        Map.of(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers),
                        List.of(setup.predictionTopic(), DEAD_LETTERS));
                EventSender sender = new EventSender(
                        bootstrapServers,
                        setup.eventTopic(),
                        scenario::next,
                        tracker,
                        past,
                        settings.rate,
                        settings.predictions)) {
            sender.start();
            new DemoSession(pipeline, reader, scenario, tracker, view, DEAD_LETTERS, past).follow(sender, stop);
        }
    }
}
