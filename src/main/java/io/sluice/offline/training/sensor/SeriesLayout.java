package io.sluice.offline.training.sensor;

import io.sluice.event.Channel;
import io.sluice.event.NumericEvent;
import io.sluice.format.Channels;
import io.sluice.model.Manifest;
import io.sluice.offline.dataset.Readings;
import io.sluice.offline.dataset.Skab;
import io.sluice.offline.dataset.SkabExperiment;
import io.sluice.offline.dataset.SpacecraftTelemetry;
import io.sluice.offline.dataset.TelemetryChannel;
import io.sluice.offline.training.loop.TrainingException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** The layout of the data of a sensor recipe in its folder, which the key {@code data.layout} names. */
enum SeriesLayout {
    /** CSV files with a header that has {@code timestamp} and the names of the channels. */
    CSV {
        @Override
        List<Series> read(Path data, Manifest.Input.Numeric input, List<String> files, Consumer<String> notes)
                throws IOException {
            SeriesFiles csv =
                    new SeriesFiles(data, Channels.of(input), input.timestamp().unit());
            List<Series> series = csv.read(files);
            if (!csv.ignoredColumns().isEmpty()) {
                notes.accept("the recipe has no channels for these columns, which are ignored: "
                        + String.join(", ", csv.ignoredColumns()));
            }
            return series;
        }
    },

    /**
     * The Skoltech Anomaly Benchmark (SKAB): the warm-up rows of each labelled experiment, and the other experiments as
     * a whole.
     */
    SKAB {
        @Override
        List<Series> read(Path data, Manifest.Input.Numeric input, List<String> files, Consumer<String> notes) {
            List<Channel> channels = Channels.of(input);
            return Skab.read(data).stream()
                    .filter(experiment -> files.isEmpty() || files.contains(experiment.name()))
                    .map(experiment -> experiment(experiment, channels))
                    .toList();
        }
    },

    /**
     * Telemetry of the spacecraft SMAP and MSL: the train part of each channel. A recipe of one channel reads column 0;
     * a recipe of C channels reads all columns of the telemetry channels that have C columns.
     */
    TELEMANOM {
        @Override
        List<Series> read(Path data, Manifest.Input.Numeric input, List<String> files, Consumer<String> notes) {
            List<Channel> channels = Channels.of(input);
            return SpacecraftTelemetry.read(data).stream()
                    .filter(channel ->
                            channels.size() == 1 || channel.train().columns().size() == channels.size())
                    .filter(channel -> files.isEmpty() || files.contains(file(channel)))
                    .map(channel -> series(
                            file(channel),
                            channel.train(),
                            channel.train().rows(),
                            channels,
                            IntStream.range(0, channels.size()).boxed().toList()))
                    .toList();
        }
    };

    /** Returns the layout with this name in a recipe. */
    static SeriesLayout of(String option) {
        return valueOf(option.toUpperCase(Locale.ROOT));
    }

    /** Returns the name of the layout in a recipe. */
    String option() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the names of all layouts. */
    static String[] options() {
        return Arrays.stream(values()).map(SeriesLayout::option).toArray(String[]::new);
    }

    /**
     * Reads the training series.
     *
     * @param input the channels, and the unit of a time that is a number
     * @param files the files to use, relative to the folder; empty means all
     * @param notes takes what was left out, for people
     */
    abstract List<Series> read(Path data, Manifest.Input.Numeric input, List<String> files, Consumer<String> notes)
            throws IOException;

    private static Series experiment(SkabExperiment experiment, List<Channel> channels) {
        Readings readings = experiment.readings();
        List<String> names = channels.stream().map(Channel::name).toList();
        if (!readings.columns().containsAll(names)) {
            throw new TrainingException(experiment.name() + " has the columns " + readings.columns()
                    + ", but the recipe's channels are " + names + "; set channels to columns of the file");
        }
        return series(
                experiment.name(),
                readings,
                experiment.isLabelled() ? Math.min(SkabExperiment.WARM_UP, readings.rows()) : readings.rows(),
                channels,
                names.stream().map(readings.columns()::indexOf).toList());
    }

    private static String file(TelemetryChannel channel) {
        return "train/" + channel.name() + ".npy";
    }

    private static Series series(
            String name, Readings readings, int rows, List<Channel> channels, List<Integer> columns) {
        List<NumericEvent> events = new ArrayList<>(rows);
        for (int row = 0; row < rows; row++) {
            float[] values = new float[columns.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = channels.get(i).accepted().reading(readings.value(row, columns.get(i)));
            }
            events.add(new NumericEvent(readings.time(row), values));
        }
        return new Series(name, events);
    }
}
