package io.sluice.cli;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.sluice.cli.common.Failures;
import io.sluice.cli.common.LiveApi;
import io.sluice.cli.common.LogSettings;
import io.sluice.cli.common.StandardInput;
import io.sluice.cli.common.StopSignal;
import io.sluice.config.PropertySources;
import io.sluice.config.SluiceConfig;
import io.sluice.engine.ServingModel;
import io.sluice.http.Health;
import io.sluice.http.HttpEndpoint;
import io.sluice.http.HttpSettings;
import io.sluice.model.AllowedDigests;
import io.sluice.model.Bundle;
import io.sluice.model.Manifest;
import io.sluice.permission.Permission;
import io.sluice.permission.PermissionException;
import io.sluice.runtime.LoadedBundle;
import io.sluice.stream.ScoringApplication;
import io.sluice.stream.StartException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sluice run}: runs the pipeline on the user's Kafka cluster until a signal stops it. */
@Command(
        name = "run",
        description = {
            "Score the events of a topic with a model bundle.",
            "SIGTERM and Ctrl-C stop it cleanly, with exit code 0: it commits its work and leaves its group at once."
        },
        footer = {
            "",
            "Environment variables override the file, and --set overrides both. For example, SLUICE_MODEL overrides"
                    + " sluice.model, and KAFKA_BOOTSTRAP_SERVERS overrides bootstrap.servers."
        })
final class RunCommand implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            paramLabel = "FILE",
            description = "A properties file with keys of Kafka Streams and keys that begin with sluice.")
    private Path file = Path.of("sluice.properties");

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "Set a property; may be repeated.")
    private Map<String, String> settings = new LinkedHashMap<>();

    @Option(
            names = "--for-demo",
            hidden = true,
            description = "Serve a demo in the parent process: stop at the end of stdin alone, and call the events"
                    + " simulated.")
    private boolean forDemo;

    @Option(
            names = "--until-stdin-closes",
            hidden = true,
            description = "Also stop at the end of stdin, which a parent process closes however it ends.")
    private boolean untilStdinCloses;

    @Override
    public void run() {
        if (settings.containsKey("")) {
            throw new ParameterException(spec.commandLine(), "--set has no key; give KEY=VALUE");
        }
        SluiceConfig config = PropertySources.load(file, System.getenv(), settings);
        LogSettings.apply(config.logLevel(), config.logFormat());
        warn("ignoring unknown environment variables", PropertySources.unknownVariables(System.getenv()));
        warn("Kafka does not know these keys, so they have no effect, except on plug-ins", config.unknownKeys());
        CompletableFuture<?> stop = stop();
        AllowedDigests allowed = AllowedDigests.of(config.modelSha256());
        LoadedBundle bundle = LoadedBundle.open(Bundle.open(Path.of(config.model()), allowed), config.device());
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        ServingModel model = ServingModel.of(bundle.bundle(), bundle.tokenizer(), config.scoring());
        ScoringApplication application =
                new ScoringApplication(config, model, () -> bundle.newStepModel(config.batchRows()), registry);
        try (ProcessMeters meters = new ProcessMeters(bundle, Path.of(config.stateDirectory()));
                application;
                HttpEndpoint http = listen(config, application, registry)) {
            if (http != null) {
                LiveApi.serve(http, config, model, bundle, application);
            }
            meters.bindTo(registry);
            application.start();
            announcement(config, model, bundle, http).forEach(announcer());
            warn(bundle, model);
            CompletableFuture.anyOf(stop, application.ended()).join();
            // Before the end of the block, so that it comes before what close() throws.
            requireNoFailure(application, config.bootstrapServers());
        }
    }

    /**
     * Returns what ends this command. Ctrl-C reaches the pipeline of a demo, too. It must go on then, until the demo
     * has read its last predictions.
     */
    private CompletableFuture<?> stop() {
        CompletableFuture<Void> signal = StopSignal.requested();
        if (forDemo) {
            return StandardInput.end();
        }
        return untilStdinCloses ? CompletableFuture.anyOf(signal, StandardInput.end()) : signal;
    }

    private static void warn(String about, List<String> names) {
        if (!names.isEmpty()) {
            LOG.warn("{}: {}", about, String.join(", ", names));
        }
    }

    private static void warn(LoadedBundle bundle, ServingModel model) {
        if (bundle.rowDifference() > 0) {
            LOG.warn(String.format(
                    Locale.ROOT,
                    "the results of this model differ by up to %.1e between positions in a batch",
                    bundle.rowDifference()));
        }
        if (bundle.runDifference() > 0) {
            LOG.info("the model is stepped one event of a key at a time: {}", bundle.runFault());
        }
        model.warnings(bundle.bundle().golden()).forEach(warning -> LOG.warn("in the golden vectors, {}", warning));
    }

    private @Nullable HttpEndpoint listen(
            SluiceConfig config, ScoringApplication application, PrometheusMeterRegistry registry) {
        return config.httpPort() == 0
                ? null
                : HttpEndpoint.start(
                        new HttpSettings(
                                config.httpHost(),
                                config.httpPort(),
                                config.httpToken(),
                                config.httpPayloads(),
                                forDemo),
                        () -> new Health(application.isLive(), application.isReady(), application.state()),
                        registry);
    }

    /**
     * Returns what takes the lines of the announcement: stdout, or the log if programs read what the command prints.
     */
    private Consumer<String> announcer() {
        if (LogSettings.isJson()) {
            return LOG::info;
        }
        PrintWriter out = spec.commandLine().getOut();
        return line -> {
            out.println(line);
            out.flush();
        };
    }

    private static List<String> announcement(
            SluiceConfig config, ServingModel model, LoadedBundle bundle, @Nullable HttpEndpoint http) {
        List<String> lines = new ArrayList<>();
        lines.add("scoring " + String.join(", ", config.inputTopics()) + " with "
                + bundle.bundle().manifest().name() + " "
                + bundle.bundle().manifest().version() + " on " + bundle.device() + ", predictions to "
                + config.outputTopic()
                + (config.alertTopic() == null ? "" : ", alerts to " + config.alertTopic())
                + (http == null ? "" : "; page, API, health and metrics on " + http.url()));
        lines.add("states in " + config.stateDirectory() + "; "
                + (config.batchRows() == 1
                        ? "no look-ahead, because sluice.batch.rows is 1"
                        : "look-ahead of at most " + config.engineSettings().lookAheadMillis() + " ms per record"));
        Manifest.Input input = config.layout().apply(bundle.bundle().manifest().input());
        lines.add("events: " + InputText.events(input, config.events().format(), config.eventKey()));
        if (config.events().format().needsSchemas()) {
            lines.add("format: " + config.events().format().setting() + ", read as "
                    + config.events().schemas().description());
        }
        input.fields().stream()
                .filter(Manifest.Input.Field::hasLimits)
                .map(field ->
                        "readings of " + field.name() + ": " + field.readings() + "; other values count as missing")
                .forEach(lines::add);
        lines.add("scorer: " + String.join("; ", model.judging(config.engineSettings())));
        return lines;
    }

    private static void requireNoFailure(ScoringApplication application, String servers) {
        Throwable failure = application.failure();
        if (failure != null) {
            String reason = "the pipeline stopped: " + Failures.rootMessage(failure);
            List<Permission> missing = Failures.isUnauthorized(failure) ? application.missingPermissions() : List.of();
            if (!missing.isEmpty()) {
                throw new PermissionException(reason + "; ", missing, servers, failure);
            }
            throw new StartException(reason, failure);
        }
    }
}
