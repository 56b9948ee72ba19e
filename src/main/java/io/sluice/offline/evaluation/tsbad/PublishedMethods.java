package io.sluice.offline.evaluation.tsbad;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.sluice.offline.evaluation.run.EvaluationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The VUS-PR that TSB-AD published for each of its methods, one row a series: the column {@code file}, then a column
 * for each method. The table lies in the folder of the series or in the folder above.
 */
final class PublishedMethods {
    private static final List<String> NAMES =
            List.of("published_u.csv", "published_m.csv", "uni_mergedTable_VUS-PR.csv", "multi_mergedTable_VUS-PR.csv");
    private static final String FILE = "file";

    /** Columns of TSB-AD's own tables that describe a series. */
    private static final Set<String> NO_METHODS = Set.of(
            FILE,
            "ts_len",
            "anomaly_len",
            "num_anomaly",
            "avg_anomaly_len",
            "anomaly_ratio",
            "point_anomaly",
            "seq_anomaly");

    private PublishedMethods() {}

    /**
     * Returns the mean of each method over the series, from the first table that has all of them. The result is empty
     * if there is no such table.
     *
     * @param data the folder of the series, or a series
     */
    static Map<String, Double> means(Path data, List<String> series) {
        for (Path table : tables(data)) {
            Map<String, Map<String, String>> rows = rows(table);
            if (rows.keySet().containsAll(series)) {
                return byMethod(table, series.stream().map(rows::get).toList());
            }
        }
        return Map.of();
    }

    private static List<Path> tables(Path data) {
        @Nullable
        Path folder = Files.isDirectory(data)
                ? data.toAbsolutePath()
                : data.toAbsolutePath().getParent();
        @Nullable Path above = folder == null ? null : folder.getParent();
        List<Path> tables = new ArrayList<>();
        Stream.of(folder, above)
                .filter(place -> place != null)
                .forEach(place -> NAMES.forEach(name -> tables.add(place.resolve(name))));
        return tables.stream().filter(Files::isRegularFile).toList();
    }

    private static Map<String, Map<String, String>> rows(Path table) {
        Map<String, Map<String, String>> byFile = new HashMap<>();
        try (MappingIterator<Map<String, String>> rows = new CsvMapper()
                .readerForMapOf(String.class)
                .with(CsvSchema.emptySchema().withHeader())
                .readValues(table.toFile())) {
            while (rows.hasNextValue()) {
                Map<String, String> row = rows.nextValue();
                byFile.put(row.getOrDefault(FILE, ""), row);
            }
        } catch (IOException e) {
            throw new EvaluationException(table + " cannot be read: " + e, e);
        }
        return byFile;
    }

    private static Map<String, Double> byMethod(Path table, List<Map<String, String>> rows) {
        Map<String, Double> means = new LinkedHashMap<>();
        rows.get(0).keySet().stream()
                .filter(column -> !NO_METHODS.contains(column))
                .forEach(method -> means.put(
                        method,
                        rows.stream()
                                .mapToDouble(row -> number(table, row, method))
                                .average()
                                .orElse(0)));
        return means;
    }

    private static double number(Path table, Map<String, String> row, String method) {
        String cell = row.getOrDefault(method, "");
        try {
            return Double.parseDouble(cell);
        } catch (NumberFormatException e) {
            throw new EvaluationException(
                    table + ", " + row.get(FILE) + ": " + method + " is \"" + cell + "\", which is not a number", e);
        }
    }
}
