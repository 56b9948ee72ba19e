package io.sluice.cli;

import io.sluice.cli.common.OptionRange;
import io.sluice.offline.simulation.SensorEvent;
import io.sluice.offline.simulation.SensorFleet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sluice simulate fleet}: writes readings of simulated machines to files, for training. */
@Command(
        name = "fleet",
        description = {
            "Write readings of the simulated pumps of 'sluice demo sensor', one CSV file for each pump. The readings"
                    + " include faults.",
            "The same options give the same files. Another seed gives other pumps."
        })
final class SimulateFleetCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "FOLDER", description = "The folder to write to; it must exist and be empty.")
    private Path folder = Path.of("");

    @Option(
            names = "--machines",
            defaultValue = "40",
            paramLabel = "N",
            description = "Number of pumps. Default: ${DEFAULT-VALUE}.")
    private int machines;

    @Option(
            names = "--channels",
            defaultValue = "8",
            paramLabel = "N",
            description = "Number of channels of each pump, 1 to 8. Default: ${DEFAULT-VALUE}.")
    private int channels;

    @Option(
            names = "--events",
            defaultValue = "1000",
            paramLabel = "N",
            description = "Number of events of each pump. Default: ${DEFAULT-VALUE}.")
    private int events;

    @Option(
            names = "--healthy",
            defaultValue = "60",
            paramLabel = "N",
            description = "Number of first events of each pump without a fault. Default: ${DEFAULT-VALUE}.")
    private int healthy;

    @Option(
            names = "--seed",
            defaultValue = "1",
            paramLabel = "N",
            description = "Seed of the simulation. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Override
    public void run() {
        requireOptions();
        Map<String, StringBuilder> files = new TreeMap<>();
        SensorFleet fleet = new SensorFleet(machines, channels, healthy, seed);
        List<String> names = SensorFleet.channelNames(channels);
        for (int complete = 0; complete < machines; ) {
            SensorEvent event = fleet.next();
            if (1 <= event.step() && event.step() <= events) {
                files.computeIfAbsent(event.key(), key -> header(names)).append(row(event, names));
                complete += event.step() == events ? 1 : 0;
            }
        }
        files.forEach(this::write);
    }

    private void requireOptions() {
        OptionRange.requireAtLeast(spec, "--machines", 1, machines);
        OptionRange.requireAtLeast(spec, "--events", 1, events);
        OptionRange.requireAtLeast(spec, "--healthy", 0, healthy);
        OptionRange.requireWithin(spec, "--channels", 1, SensorFleet.MOST_CHANNELS, channels);
        if (!Files.isDirectory(folder)) {
            throw new ParameterException(spec.commandLine(), "folder " + folder + " does not exist; create it");
        }
        try (Stream<Path> existing = Files.list(folder)) {
            if (existing.findAny().isPresent()) {
                throw new ParameterException(
                        spec.commandLine(),
                        "folder " + folder + " is not empty; give an empty folder, so that it contains only one fleet");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static StringBuilder header(List<String> channels) {
        return new StringBuilder("timestamp,")
                .append(String.join(",", channels))
                .append('\n');
    }

    private static String row(SensorEvent event, List<String> channels) {
        Stream<String> readings = channels.stream()
                .map(channel -> event.readings().containsKey(channel)
                        ? event.readings().get(channel).toString()
                        : "");
        return Stream.concat(Stream.of(event.time().toString()), readings).collect(Collectors.joining(",", "", "\n"));
    }

    private void write(String key, StringBuilder rows) {
        try {
            Files.writeString(folder.resolve(key + ".csv"), rows);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
