package io.sluice.offline.dataset;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A file of the benchmark TSB-AD: a row for each time, the columns of a series, and {@code Label}, which is 0 or 1. Its
 * name ends in {@code _tr_N_1st_M.csv}. The first N rows are the train part. M is the first anomalous row, which no
 * detector may know.
 *
 * <p>The rows have no times. They count as one in five minutes from the year 2000 on.
 */
public final class TsbAdFile {
    private static final Pattern NAME = Pattern.compile(".+_tr_(\\d{1,9})_1st_\\d+\\.csv");
    private static final String LABEL = "Label";
    private static final Set<String> MISSING = Set.of("", "nan", "NaN", "NA", "null");
    private static final long FIRST_TIME = Instant.parse("2000-01-01T00:00:00Z").toEpochMilli();
    private static final long STEP = 5 * 60_000;
    private static final CsvMapper CSV = CsvMapper.builder()
            .enable(CsvParser.Feature.WRAP_AS_ARRAY)
            .enable(CsvParser.Feature.SKIP_EMPTY_LINES)
            .build();

    private final Path file;
    private final String source;
    private final int trainRows;
    private final List<String> columns;

    private TsbAdFile(Path file) {
        Matcher name = NAME.matcher(name(file));
        if (!name.matches()) {
            throw new DatasetException(file + ": the name does not end in _tr_N_1st_M.csv, as in TSB-AD; N is the"
                    + " number of rows before the scored ones");
        }
        this.file = file;
        this.source = name(file).split("_", -1)[1];
        this.trainRows = Integer.parseInt(name.group(1));
        this.columns = columns(file);
    }

    /**
     * Lists the series of a folder in the order of their names, or takes a single file. Other files of the folder do
     * not count.
     *
     * @throws DatasetException if there is no series, or a file has another header
     */
    public static List<TsbAdFile> list(Path data) {
        if (!Files.isDirectory(data)) {
            return List.of(new TsbAdFile(data));
        }
        try (Stream<Path> files = Files.list(data)) {
            List<TsbAdFile> series = files.filter(
                            file -> NAME.matcher(name(file)).matches())
                    .sorted()
                    .map(TsbAdFile::new)
                    .toList();
            if (series.isEmpty()) {
                throw new DatasetException(data + " has no file whose name ends in _tr_N_1st_M.csv; give a folder with"
                        + " series of TSB-AD, such as TSB-AD-U");
            }
            return series;
        } catch (IOException e) {
            throw new DatasetException(data + " cannot be listed: " + e, e);
        }
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    private static List<String> columns(Path file) {
        try (MappingIterator<String[]> rows = CSV.readerFor(String[].class).readValues(file.toFile())) {
            List<String> header = rows.hasNextValue()
                    ? Arrays.stream(rows.nextValue()).map(String::strip).toList()
                    : List.of();
            if (header.size() < 2 || header.indexOf(LABEL) != header.size() - 1) {
                throw new DatasetException(file + ", row 1: the header is " + String.join(",", header)
                        + "; it must name the columns and then " + LABEL);
            }
            return header.subList(0, header.size() - 1);
        } catch (IOException e) {
            throw DatasetException.withReason(file + " cannot be read", e);
        }
    }

    /** Returns the name of the file. */
    public String name() {
        return name(file);
    }

    /** Returns the data set that TSB-AD took the series from, such as {@code NAB}. */
    public String source() {
        return source;
    }

    /** Returns the names of the columns, without the label. */
    public List<String> columns() {
        return columns;
    }

    /**
     * Reads the first {@code count} columns and the labels. A row in which any cell of the file is missing is left out,
     * as in TSB-AD.
     *
     * @throws DatasetException if a cell is not a number, no row is anomalous, or the train part is longer than the
     *     file; the message names the file and row
     */
    public TsbAdSeries read(int count) {
        Rows rows = new Rows(count);
        try (MappingIterator<String[]> lines = CSV.readerFor(String[].class).readValues(file.toFile())) {
            lines.nextValue();
            while (lines.hasNextValue()) {
                rows.add(lines.nextValue());
            }
        } catch (IOException e) {
            throw DatasetException.withReason(file + " cannot be read after row " + rows.line, e);
        }
        return rows.series();
    }

    /** Collects the rows of the file. */
    private final class Rows {
        private final int count;
        private final DoubleStream.Builder values = DoubleStream.builder();
        private final BitSet anomalous = new BitSet();
        private int line = 1;
        private int kept;
        private int missing;

        Rows(int count) {
            this.count = count;
        }

        void add(String... cells) {
            line++;
            if (cells.length != columns.size() + 1) {
                throw new DatasetException(
                        where() + cells.length + " cells, but the header has " + (columns.size() + 1));
            }
            List<String> stripped = Arrays.stream(cells).map(String::strip).toList();
            if (stripped.stream().anyMatch(MISSING::contains)) {
                missing++;
                return;
            }
            for (int column = 0; column < count; column++) {
                values.add(reading(columns.get(column), stripped.get(column)));
            }
            anomalous.set(kept, isOne(stripped.get(columns.size())));
            kept++;
        }

        private String where() {
            return file + ", row " + line + ": ";
        }

        private double reading(String column, String cell) {
            try {
                double reading = Double.parseDouble(cell);
                if (Double.isFinite(reading)) {
                    return reading;
                }
            } catch (NumberFormatException e) {
                throw new DatasetException(where() + column + " \"" + cell + "\" is not a number", e);
            }
            throw new DatasetException(where() + column + " \"" + cell + "\" is not finite");
        }

        private boolean isOne(String cell) {
            if (!List.of("0", "0.0", "1", "1.0").contains(cell)) {
                throw new DatasetException(where() + LABEL + " is \"" + cell + "\"; it must be 0 or 1");
            }
            return cell.startsWith("1");
        }

        TsbAdSeries series() {
            List<RowRange> anomalies = RowRange.runs(kept, anomalous::get);
            if (anomalies.isEmpty()) {
                throw new DatasetException(file + " has no row with " + LABEL + " 1, so there is nothing to find");
            }
            if (trainRows > kept) {
                throw new DatasetException(file + ": the name says that the first " + trainRows
                        + " rows are the train part, but the file has " + kept + " rows without missing cells");
            }
            Readings readings = new Readings(
                    columns.subList(0, count),
                    IntStream.range(0, kept)
                            .mapToLong(row -> FIRST_TIME + STEP * row)
                            .toArray(),
                    new NumberTable(count, values.build().toArray()));
            return new TsbAdSeries(name(), source, trainRows, readings, anomalies, missing);
        }
    }
}
