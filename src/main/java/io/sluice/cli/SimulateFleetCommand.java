package io.sluice.cli;

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

/** {@code sluice simulate fleet}: readings of simulated machines as files, to train on. */
@Command(
        name = "fleet",
        description = {
            "Write readings of the simulated pumps of 'demo sensor', a CSV file a pump, their faults among them.",
            "The same options give the same files; another seed has other pumps."
        })
final class SimulateFleetCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "FOLDER", description = "Where to write; it must be there, and be empty.")
    private Path folder = Path.of("");

    @Option(names = "--machines", defaultValue = "40", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}.")
    private int machines;

    @Option(
            names = "--channels",
            defaultValue = "8",
            paramLabel = "N",
            description = "Of each machine, 1 to 8. Default: ${DEFAULT-VALUE}.")
    private int channels;

    @Option(
            names = "--events",
            defaultValue = "1000",
            paramLabel = "N",
            description = "Of each machine. Default: ${DEFAULT-VALUE}.")
    private int events;

    @Option(names = "--seed", defaultValue = "1", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Override
    public void run() {
        requireOptions();
        Map<String, StringBuilder> files = new TreeMap<>();
        SensorFleet fleet = new SensorFleet(machines, channels, seed);
        List<String> names = SensorFleet.channelNames(channels);
        for (int full = 0; full < machines; ) {
            SensorEvent event = fleet.next();
            if (1 <= event.step() && event.step() <= events) {
                files.computeIfAbsent(event.key(), key -> header(names)).append(row(event, names));
                full += event.step() == events ? 1 : 0;
            }
        }
        files.forEach(this::write);
    }

    private void requireOptions() {
        if (machines < 1 || events < 1 || channels < 1 || channels > SensorFleet.MOST_CHANNELS) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--machines " + machines + ", --events " + events + ", --channels " + channels
                            + ": all must be at least 1, and channels at most " + SensorFleet.MOST_CHANNELS);
        }
        if (!Files.isDirectory(folder)) {
            throw new ParameterException(spec.commandLine(), folder + ": there is no such folder");
        }
        try (Stream<Path> before = Files.list(folder)) {
            if (before.findAny().isPresent()) {
                throw new ParameterException(
                        spec.commandLine(),
                        folder + " is not empty; give a new folder, so that it holds one fleet alone");
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
