package io.sluice.cli;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.sluice.cli.common.ChildProcess;
import io.sluice.cli.common.OptionRange;
import io.sluice.cli.common.StopSignal;
import io.sluice.cli.demo.Demo;
import io.sluice.cli.demo.DemoScenario;
import io.sluice.cli.demo.DemoView;
import io.sluice.cli.demo.ItemScenario;
import io.sluice.cli.demo.JsonView;
import io.sluice.cli.demo.ScreenView;
import io.sluice.cli.demo.SensorScenario;
import io.sluice.cli.demo.TextScenario;
import io.sluice.offline.simulation.SensorFleet;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code sluice demo}: runs broker, pipeline and simulation in one process, on events with known ground truth. */
@Command(
        name = "demo",
        description = {
            "Run a broker, the pipeline and a simulation in one process, and show the predictions.",
            "The simulation knows the faults of the sensors, the mood turns of the authors and the next clicks of the"
                    + " shoppers. The summary compares the predictions with them."
        })
final class DemoCommand implements Callable<Integer> {
    private static final int MAX_RATE = 1_000_000;

    /** The kinds of simulated events. */
    enum Subject {
        SENSOR,
        TEXT,
        ITEMS;

        private String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final class SubjectConverter implements ITypeConverter<Subject> {
        @Override
        public Subject convert(String value) {
            return Arrays.stream(Subject.values())
                    .filter(subject -> subject.text().equals(value.toLowerCase(Locale.ROOT)))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException("expected one of "
                            + Arrays.stream(Subject.values()).map(Subject::text).toList()
                            + " but was '" + value + "'"));
        }
    }

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            arity = "0..1",
            defaultValue = "sensor",
            paramLabel = "SUBJECT",
            converter = SubjectConverter.class,
            description = "The kind of simulated events: sensor, text or items. Default: ${DEFAULT-VALUE}.")
    private Subject subject = Subject.SENSOR;

    @Option(names = "--events", paramLabel = "N", description = "Stop after N predictions. Default: run until Ctrl-C.")
    private long events = Long.MAX_VALUE;

    private static final int PORTS_TRIED = 20;

    @Option(
            names = "--rate",
            defaultValue = "200",
            paramLabel = "R",
            description = "Events per second. Default: ${DEFAULT-VALUE}.")
    private double rate;

    @Option(
            names = "--json",
            description = "Write only the predictions to stdout, one per line; the summary goes to stderr.")
    private boolean json;

    @Option(
            names = "--http-port",
            defaultValue = "8080",
            paramLabel = "P",
            description =
                    "Port of the page, the API, health and metrics on 127.0.0.1; 0 for none. Default: ${DEFAULT-VALUE}, or the next"
                            + " free port if another program uses it.")
    private int httpPort;

    @Option(
            names = "--channels",
            paramLabel = "C",
            description = "Number of channels of each simulated pump, 1 to 8. Several channels depend on each other."
                    + " Default: 1.")
    private @Nullable Integer channels;

    @Option(
            names = "--seed",
            defaultValue = "1",
            paramLabel = "S",
            description = "Seed of the simulation. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--separate-process",
            description = "Run the pipeline in a process of its own. A button of the page kills it with SIGKILL and"
                    + " starts it again; the counts show whether an event was lost or doubled.")
    private boolean separateProcess;

    /** Returns the last port that may be taken instead: none but the port itself if the user asked for it. */
    private int lastHttpPort() {
        boolean asked = spec.commandLine().getParseResult().hasMatchedOption("--http-port");
        return asked ? httpPort : httpPort + PORTS_TRIED - 1;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        OptionRange.requireAtLeast(spec, "--events", 1, events);
        OptionRange.requireWithin(spec, "--http-port", 0, 65_535, httpPort);
        requireRate();
        requireChannels();
        Path home = Path.of(System.getProperty("sluice.home", ""));
        PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        DemoScenario scenario = scenario(metrics);
        OutputStream stdout = new BufferedOutputStream(new FileOutputStream(FileDescriptor.out));
        DemoView view = view(stdout, scenario.setup().heading());
        try {
            new Demo(
                            new Demo.Settings(
                                    home,
                                    events,
                                    rate,
                                    httpPort,
                                    lastHttpPort(),
                                    separateProcess ? ChildProcess.mainClass(spec) : null),
                            scenario,
                            view,
                            metrics,
                            StopSignal.requested())
                    .run();
        } catch (IOException e) {
            if (!isBrokenPipe(e)) {
                throw e;
            }
        }
        return 0;
    }

    private DemoScenario scenario(PrometheusMeterRegistry metrics) {
        return switch (subject) {
            case SENSOR -> new SensorScenario(channels == null ? 1 : channels, seed);
            case TEXT -> new TextScenario(seed, metrics);
            case ITEMS -> new ItemScenario(seed);
        };
    }

    /** Returns true if the reader of stdout has closed it, as {@code head} does. That is not an error. */
    private static boolean isBrokenPipe(IOException e) {
        return String.valueOf(e.getMessage()).contains("Broken pipe");
    }

    private DemoView view(OutputStream stdout, String heading) {
        return json
                ? new JsonView(stdout, spec.commandLine().getErr())
                : new ScreenView(
                        new OutputStreamWriter(stdout, StandardCharsets.UTF_8),
                        Ansi.AUTO,
                        heading,
                        ScreenView.samplingInterval(rate));
    }

    private void requireRate() {
        if (!(rate > 0 && rate <= MAX_RATE)) {
            throw new ParameterException(
                    spec.commandLine(), "--rate is " + rate + "; it must be above 0 and at most " + MAX_RATE);
        }
    }

    private void requireChannels() {
        if (channels == null) {
            return;
        }
        if (subject != Subject.SENSOR) {
            throw new ParameterException(
                    spec.commandLine(), "--channels is " + channels + ", but only sensor has channels; remove it");
        }
        OptionRange.requireWithin(spec, "--channels", 1, SensorFleet.MOST_CHANNELS, channels);
    }
}
