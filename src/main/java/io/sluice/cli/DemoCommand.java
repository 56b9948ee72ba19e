package io.sluice.cli;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
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

/** {@code sluice demo}: everything in one process, on simulated events whose truth is known. */
@Command(
        name = "demo",
        description = {
            "Run a broker, the pipeline and a simulation in one process, and show the predictions.",
            "What goes wrong with the sensors, when the authors' moods turn, and what the shoppers click next is"
                    + " known: so the summary says how much of it was seen, and how soon."
        })
final class DemoCommand implements Callable<Integer> {
    /** What is simulated. */
    enum Subject {
        SENSOR,
        TEXT,
        ITEMS;

        private String written() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final class SubjectConverter implements ITypeConverter<Subject> {
        @Override
        public Subject convert(String value) {
            return Arrays.stream(Subject.values())
                    .filter(subject -> subject.written().equals(value.toLowerCase(Locale.ROOT)))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException("expected one of "
                            + Arrays.stream(Subject.values())
                                    .map(Subject::written)
                                    .toList()
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
            description = "What is simulated: sensor, text or items. Default: ${DEFAULT-VALUE}.")
    private Subject subject = Subject.SENSOR;

    @Option(names = "--events", paramLabel = "N", description = "Stop after N predictions. Default: run until Ctrl-C.")
    private long events = Long.MAX_VALUE;

    @Option(
            names = "--rate",
            defaultValue = "200",
            paramLabel = "R",
            description = "Events a second. Default: ${DEFAULT-VALUE}.")
    private double rate;

    @Option(names = "--json", description = "Write the predictions alone to stdout, one a line.")
    private boolean json;

    @Option(
            names = "--http-port",
            defaultValue = "8080",
            paramLabel = "P",
            description = "Port of health and metrics on 127.0.0.1; 0: none. Default: ${DEFAULT-VALUE}.")
    private int httpPort;

    @Option(
            names = "--channels",
            paramLabel = "C",
            description = "Channels of a simulated pump, 1 to 8; of several each depends on others. Default: 1.")
    private @Nullable Integer channels;

    @Option(
            names = "--seed",
            defaultValue = "1",
            paramLabel = "S",
            description = "Another number gives other events. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Override
    public Integer call() throws IOException, InterruptedException {
        require(events >= 1, "--events " + events + ": at least 1");
        require(rate > 0 && rate <= 1e6, "--rate " + rate + ": above 0, at most 1000000");
        require(httpPort >= 0 && httpPort <= 65_535, "--http-port " + httpPort + ": 0 to 65535");
        requireChannels();
        Path home = Path.of(System.getProperty("sluice.home", ""));
        PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        DemoScenario scenario = scenario(metrics);
        OutputStream stdout = new BufferedOutputStream(new FileOutputStream(FileDescriptor.out));
        DemoView view = view(stdout, scenario.stage().heading());
        try {
            new Demo(new Demo.Settings(home, events, rate, httpPort), scenario, view, metrics, StopSignal.asked())
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

    /** Whoever read stdout has read enough, as {@code head} does; that is no failure. */
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
                        ScreenView.oneOf(rate));
    }

    private void requireChannels() {
        if (channels != null) {
            require(subject == Subject.SENSOR, "--channels " + channels + ": only sensors have channels");
            require(
                    channels >= 1 && channels <= SensorFleet.MOST_CHANNELS,
                    "--channels " + channels + ": 1 to " + SensorFleet.MOST_CHANNELS);
        }
    }

    private void require(boolean allowed, String problem) {
        if (!allowed) {
            throw new ParameterException(spec.commandLine(), problem);
        }
    }
}
