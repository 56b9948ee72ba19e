package io.sluice.offline.training.sensor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.RuntimeJsonMappingException;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import io.sluice.event.Channel;
import io.sluice.event.NumericEvent;
import io.sluice.event.TimestampUnit;
import io.sluice.offline.training.loop.TrainingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Reads CSV files (RFC 4180), each as the series of one key. The header has {@code timestamp} and the names of the
 * channels in any order, and each row is one event. Other columns are ignored. Times are numbers since the epoch, or in
 * ISO 8601 with {@code T} or a space, and in UTC if they have no zone. An empty value is a missing reading, and so is
 * one that its channel does not accept.
 */
final class SeriesFiles {
    private static final String TIMESTAMP = "timestamp";
    private static final CsvMapper CSV =
            CsvMapper.builder().enable(CsvParser.Feature.WRAP_AS_ARRAY).build();

    private final Path folder;
    private final List<Channel> channels;
    private final TimestampUnit unit;
    private final List<String> needed;
    private final Set<String> ignored = new TreeSet<>();

    /**
     * Takes a folder.
     *
     * @param channels the columns that the header must have beside {@code timestamp}
     * @param unit the unit of times that are numbers
     */
    SeriesFiles(Path folder, List<Channel> channels, TimestampUnit unit) {
        this.folder = folder;
        this.channels = List.copyOf(channels);
        this.unit = unit;
        this.needed = Stream.concat(Stream.of(TIMESTAMP), channels.stream().map(Channel::name))
                .toList();
    }

    /**
     * Reads files in the order of their names.
     *
     * @param names the files to read, relative to the folder; empty means every {@code .csv} file below the folder
     * @throws TrainingException if there is no file, or a file is not valid; the message names the file and the row
     */
    List<Series> read(List<String> names) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new TrainingException("--data " + folder + ": there is no such folder; give the folder of the data");
        }
        List<String> found = names.isEmpty() ? list() : names.stream().sorted().toList();
        if (found.isEmpty()) {
            throw new TrainingException(
                    "--data " + folder + ": there is no .csv file in it; give the folder of the data");
        }
        List<Series> series = new ArrayList<>();
        for (String name : found) {
            series.add(read(name));
        }
        return series;
    }

    private List<String> list() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .filter(name -> name.endsWith(".csv"))
                    .sorted()
                    .toList();
        }
    }

    private Series read(String name) throws IOException {
        Path file = folder.resolve(name);
        if (!Files.isRegularFile(file)) {
            throw new TrainingException(file
                    + ": there is no such file, but the recipe's data.files lists it; correct data.files or --data");
        }
        List<NumericEvent> events = new ArrayList<>();
        try (MappingIterator<String[]> rows = CSV.readerFor(String[].class).readValues(file.toFile())) {
            List<String> header = header(file, rows.hasNext() ? rows.next() : new String[0]);
            while (rows.hasNext()) {
                String position = file + ", row " + (events.size() + 2) + ": ";
                events.add(event(position, header, rows.next()));
            }
        } catch (RuntimeJsonMappingException | JsonProcessingException e) {
            throw new TrainingException(
                    file + ", after row " + (events.size() + 1) + ": not CSV: "
                            + Objects.requireNonNullElse(e.getMessage(), "")
                                    .lines()
                                    .findFirst()
                                    .orElse(""),
                    e);
        }
        if (events.size() < 2) {
            throw new TrainingException(file + ": the file has " + events.size() + " rows; a series needs at least 2");
        }
        return new Series(name, events);
    }

    /** Returns the columns of the files that no channel has. */
    Set<String> ignoredColumns() {
        return ignored;
    }

    private List<String> header(Path file, String[] found) {
        List<String> header = Stream.of(found).map(String::strip).toList();
        if (!header.containsAll(needed)) {
            throw new TrainingException(file + ", row 1: the header is " + String.join(",", header)
                    + "; it must have the columns " + String.join(",", needed));
        }
        if (Set.copyOf(header).size() < header.size()) {
            throw new TrainingException(file + ", row 1: the header " + String.join(",", header)
                    + " names a column twice; each name must be unique");
        }
        header.stream().filter(column -> !needed.contains(column)).forEach(ignored::add);
        return header;
    }

    private NumericEvent event(String position, List<String> header, String[] cells) {
        if (cells.length != header.size()) {
            throw new TrainingException(position + cells.length + " columns, but the header has " + header.size());
        }
        float[] values = new float[channels.size()];
        for (int i = 0; i < values.length; i++) {
            Channel channel = channels.get(i);
            values[i] = value(position, channel, cells[header.indexOf(channel.name())].strip());
        }
        return new NumericEvent(millis(position, cells[header.indexOf(TIMESTAMP)].strip()), values);
    }

    private static float value(String position, Channel channel, String text) {
        if (text.isEmpty() || channel.accepted().isMissingCode(text)) {
            return Float.NaN;
        }
        float value;
        try {
            value = Float.parseFloat(text);
        } catch (NumberFormatException e) {
            throw new TrainingException(
                    position + channel.name() + " \"" + text
                            + "\" is not a number; leave the value empty if it is missing",
                    e);
        }
        if (channel.accepted().whyIgnored(Double.parseDouble(text)) != null) {
            return Float.NaN;
        }
        if (!Float.isFinite(value)) {
            throw new TrainingException(position + channel.name() + " \"" + text
                    + "\" is not finite as float32; leave the value empty if it is missing");
        }
        return value;
    }

    private long millis(String position, String text) {
        return unit.read(text)
                .orElseThrow(
                        () -> new TrainingException(position + "timestamp is " + unit.refusal(text, "timestamp.unit")));
    }
}
