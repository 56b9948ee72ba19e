package io.sluice.offline.dataset;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Reads the telemetry of the spacecraft SMAP and MSL, released with Hundman et al. 2018, "Detecting Spacecraft
 * Anomalies Using LSTMs and Nonparametric Dynamic Thresholding".
 *
 * <p>The files are {@code train/CHANNEL.npy}, {@code test/CHANNEL.npy} and {@code labeled_anomalies.csv}. The latter
 * has the columns {@code chan_id}, {@code spacecraft} and {@code anomaly_sequences}, a list of {@code [first, last]}
 * rows of the test part. If a channel has several rows there, their anomalies are merged.
 */
public final class SpacecraftTelemetry {
    private static final String LABELS = "labeled_anomalies.csv";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final CsvMapper CSV = new CsvMapper();

    private final Path folder;

    private SpacecraftTelemetry(Path folder) {
        this.folder = folder;
    }

    private record Labels(String spacecraft, List<RowRange> anomalies) {}

    /**
     * Reads the channels that have arrays or labels, in the order of their names.
     *
     * @throws DatasetException if a file is missing or not valid; the message names the file
     */
    public static List<TelemetryChannel> read(Path folder) {
        return new SpacecraftTelemetry(folder).channels();
    }

    private List<TelemetryChannel> channels() {
        Map<String, Labels> labels = labels();
        TreeSet<String> names = new TreeSet<>(labels.keySet());
        names.addAll(arrays());
        List<TelemetryChannel> channels = new ArrayList<>();
        for (String name : names) {
            Labels found = labels.get(name);
            channels.add(
                    found == null
                            ? TelemetryChannel.read(folder, name, null, List.of())
                            : TelemetryChannel.read(folder, name, found.spacecraft, found.anomalies));
        }
        return channels;
    }

    private List<String> arrays() {
        Path train = folder.resolve("train");
        try (Stream<Path> files = Files.list(train)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.endsWith(".npy"))
                    .map(name -> name.substring(0, name.length() - ".npy".length()))
                    .toList();
        } catch (IOException e) {
            throw new DatasetException(
                    "there is no folder " + train + "; give the folder with train, test and " + LABELS, e);
        }
    }

    private Map<String, Labels> labels() {
        Path file = folder.resolve(LABELS);
        if (!Files.isRegularFile(file)) {
            throw new DatasetException("there is no file " + file + "; give the folder with train, test and " + LABELS);
        }
        Map<String, Labels> labels = new TreeMap<>();
        int line = 1;
        try (MappingIterator<Map<String, String>> rows = CSV.readerForMapOf(String.class)
                .with(CsvSchema.emptySchema().withHeader())
                .readValues(file.toFile())) {
            while (rows.hasNextValue()) {
                add(labels, rows.nextValue(), file + ", row " + ++line);
            }
        } catch (IOException e) {
            throw DatasetException.withReason(file + " cannot be read after row " + line, e);
        }
        return labels;
    }

    private static void add(Map<String, Labels> labels, Map<String, String> row, String where) {
        String channel = cell(row, "chan_id", where);
        String spacecraft = cell(row, "spacecraft", where);
        List<RowRange> anomalies = new ArrayList<>(ranges(cell(row, "anomaly_sequences", where), where));
        Labels before = labels.get(channel);
        if (before != null) {
            anomalies.addAll(before.anomalies);
        }
        labels.put(channel, new Labels(spacecraft, RowRange.merged(anomalies)));
    }

    private static String cell(Map<String, String> row, String column, String where) {
        String cell = row.get(column);
        if (cell == null || cell.isBlank()) {
            throw new DatasetException(where + ": no value for " + column + "; the columns are " + row.keySet());
        }
        return cell.strip();
    }

    private static List<RowRange> ranges(String text, String where) {
        try {
            List<RowRange> ranges = new ArrayList<>();
            for (int[] range : JSON.readValue(text, int[][].class)) {
                if (range.length != 2) {
                    throw new IllegalArgumentException(range.length + " rows instead of [first, last]");
                }
                ranges.add(new RowRange(range[0], range[1]));
            }
            return ranges;
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new DatasetException(
                    where + ": anomaly_sequences is \"" + text + "\"; it must be a list of [first, last] rows", e);
        }
    }
}
