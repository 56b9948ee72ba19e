package io.sluice.offline.dataset;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.sluice.event.Timestamps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Reads the Skoltech Anomaly Benchmark: experiments on a water circulation, one file each. Columns are separated by
 * {@code ;}: {@code datetime}, the sensors, and in labelled files {@code anomaly} and {@code changepoint}, which are 0
 * or 1.
 */
public final class Skab {
    private static final String TIME = "datetime";
    private static final String ANOMALY = "anomaly";
    private static final List<String> LABELS = List.of(ANOMALY, "changepoint");
    private static final CsvSchema SEMICOLONS = CsvSchema.emptySchema().withColumnSeparator(';');
    private static final CsvMapper CSV = CsvMapper.builder()
            .enable(CsvParser.Feature.WRAP_AS_ARRAY)
            .enable(CsvParser.Feature.SKIP_EMPTY_LINES)
            .build();

    private final Path file;
    private final List<String> header;
    private final List<Integer> sensors;
    private final List<double[]> rows = new ArrayList<>();
    private final List<Long> times = new ArrayList<>();
    private final BitSet anomalous = new BitSet();

    private Skab(Path file, String... header) {
        this.file = file;
        this.header = Arrays.stream(header).map(String::strip).toList();
        this.sensors = IntStream.range(0, header.length)
                .filter(column -> !this.header.get(column).equals(TIME) && !LABELS.contains(this.header.get(column)))
                .boxed()
                .toList();
        boolean doubled = new HashSet<>(this.header).size() < header.length;
        if (!this.header.contains(TIME) || sensors.isEmpty() || doubled) {
            throw new DatasetException(file + ", row 1: the header is " + String.join(";", header) + "; it must name "
                    + TIME + " and the sensors, each once, separated by ';'");
        }
    }

    /**
     * Reads every {@code .csv} file below a folder, in the order of their names.
     *
     * @throws DatasetException if there is no such file, or a file is not valid; the message names the file and row
     */
    public static List<SkabExperiment> read(Path folder) {
        List<String> names = names(folder);
        if (names.isEmpty()) {
            throw new DatasetException(
                    folder + " has no .csv file; give the folder of SKAB, with valve1, valve2 and other");
        }
        return names.stream().map(name -> read(folder, name)).toList();
    }

    private static List<String> names(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new DatasetException(
                    folder + " is not a folder; give the folder of SKAB, with valve1, valve2 and other");
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString().replace('\\', '/'))
                    .filter(name -> name.endsWith(".csv"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new DatasetException(folder + " cannot be listed: " + e, e);
        }
    }

    private static SkabExperiment read(Path folder, String name) {
        Path file = folder.resolve(name);
        try (MappingIterator<String[]> rows =
                CSV.readerFor(String[].class).with(SEMICOLONS).readValues(file.toFile())) {
            Skab experiment = new Skab(file, rows.hasNextValue() ? rows.nextValue() : new String[0]);
            while (rows.hasNextValue()) {
                experiment.add(rows.nextValue());
            }
            return experiment.read(name);
        } catch (IOException e) {
            throw DatasetException.withReason(file + " cannot be read", e);
        }
    }

    private void add(String... cells) {
        String where = file + ", row " + (rows.size() + 2) + ": ";
        if (cells.length != header.size()) {
            throw new DatasetException(where + cells.length + " columns, but the header has " + header.size());
        }
        times.add(time(where, cells[header.indexOf(TIME)].strip()));
        int anomaly = header.indexOf(ANOMALY);
        if (anomaly >= 0) {
            anomalous.set(rows.size(), isOne(where, cells[anomaly].strip()));
        }
        rows.add(sensors.stream()
                .mapToDouble(column -> reading(where, header.get(column), cells[column].strip()))
                .toArray());
    }

    private static long time(String where, String text) {
        return Timestamps.parse(text)
                .orElseThrow(() -> new DatasetException(
                        where + TIME + " \"" + text + "\" is not ISO 8601, such as 2020-03-09 10:14:33"));
    }

    private static boolean isOne(String where, String text) {
        if (!List.of("0", "0.0", "1", "1.0").contains(text)) {
            throw new DatasetException(where + ANOMALY + " is \"" + text + "\"; it must be 0 or 1");
        }
        return text.startsWith("1");
    }

    private static double reading(String where, String sensor, String text) {
        if (text.isEmpty()) {
            return Double.NaN;
        }
        try {
            double reading = Double.parseDouble(text);
            if (Double.isFinite(reading)) {
                return reading;
            }
        } catch (NumberFormatException e) {
            throw new DatasetException(where + sensor + " \"" + text + "\" is not a number", e);
        }
        throw new DatasetException(where + sensor + " \"" + text + "\" is not finite");
    }

    private SkabExperiment read(String name) {
        double[] values = rows.stream().flatMapToDouble(Arrays::stream).toArray();
        Readings readings = new Readings(
                sensors.stream().map(header::get).toList(),
                times.stream().mapToLong(Long::longValue).toArray(),
                new NumberTable(sensors.size(), values));
        return new SkabExperiment(name, readings, header.contains(ANOMALY), anomalous);
    }
}
