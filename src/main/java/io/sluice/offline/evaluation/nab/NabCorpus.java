package io.sluice.offline.evaluation.nab;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.Internal;
import io.sluice.event.Timestamps;
import io.sluice.offline.dataset.RowRange;
import io.sluice.offline.evaluation.run.EvaluationException;
import io.sluice.recording.EventFields;
import io.sluice.recording.RecordedEvent;
import io.sluice.recording.Recording;
import io.sluice.recording.RecordingException;
import io.sluice.recording.Recordings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Reads the Numenta Anomaly Benchmark: {@code data/CATEGORY/FILE.csv} with the columns {@code timestamp} and
 * {@code value}, and {@code labels/combined_windows.json}, which maps each file to its windows.
 */
@Internal
public final class NabCorpus {
    private static final ObjectMapper JSON = new ObjectMapper();

    private NabCorpus() {}

    /**
     * Reads the labelled series in the order of their names.
     *
     * @throws EvaluationException if a file is missing, or a window does not lie in its series
     */
    public static List<NabSeries> read(Path folder) {
        Path labels = folder.resolve("labels").resolve("combined_windows.json");
        List<NabSeries> series = new ArrayList<>();
        windows(labels).forEach((name, windows) -> series.add(series(folder.resolve("data"), name, windows)));
        if (series.isEmpty()) {
            throw new EvaluationException(labels + " names no file; give the folder of NAB, with data and labels");
        }
        return series;
    }

    /** Returns the reading of each row of a series, or NaN where it is missing. */
    static List<Double> values(NabSeries series) {
        return series.events().stream().map(NabCorpus::value).toList();
    }

    private static Double value(String event) {
        try {
            return JSON.readTree(event).path("value").asDouble(Double.NaN);
        } catch (IOException e) {
            throw new UncheckedIOException("an event is not JSON", e);
        }
    }

    private static Map<String, List<List<String>>> windows(Path labels) {
        if (!Files.isReadable(labels)) {
            throw new EvaluationException(
                    "there is no file " + labels + "; give the folder of NAB, with data and labels");
        }
        try {
            return JSON.readValue(
                    Files.readAllBytes(labels), new TypeReference<TreeMap<String, List<List<String>>>>() {});
        } catch (IOException e) {
            throw new EvaluationException(
                    labels + " does not map files to windows: {\"file\": [[\"first time\", \"last time\"], …]}", e);
        }
    }

    private static NabSeries series(Path data, String name, List<List<String>> windows) {
        Path file = data.resolve(name);
        if (!Files.isRegularFile(file)) {
            throw new EvaluationException("there is no file " + file + ", but combined_windows.json names it");
        }
        List<String> events = new ArrayList<>();
        List<Long> times = new ArrayList<>();
        try (Recording recording = Recordings.open(file, EventFields.DEFAULT)) {
            for (RecordedEvent row = recording.next(); row != null; row = recording.next()) {
                events.add(row.value());
                times.add(time(file, row));
            }
        } catch (RecordingException e) {
            throw new EvaluationException(e.getMessage() == null ? file.toString() : e.getMessage(), e);
        } catch (IOException e) {
            throw new EvaluationException(file + " cannot be read: " + e, e);
        }
        return new NabSeries(
                name,
                events,
                windows.stream().map(window -> rows(file, times, window)).toList());
    }

    private static long time(Path file, RecordedEvent row) {
        return row.time()
                .orElseThrow(() -> new EvaluationException(file + ", line " + row.line() + ": the timestamp is empty"));
    }

    private static RowRange rows(Path file, List<Long> times, List<String> window) {
        if (window.size() != 2) {
            throw new EvaluationException(
                    file + ": the window " + window + " is not a pair of a first and a last time");
        }
        long from = time(file, window.get(0));
        long to = time(file, window.get(1));
        int first = 0;
        while (first < times.size() && times.get(first) < from) {
            first++;
        }
        int last = times.size() - 1;
        while (last >= 0 && times.get(last) > to) {
            last--;
        }
        if (last < first) {
            throw new EvaluationException(file + ": no row lies in the window " + window);
        }
        return new RowRange(first, last);
    }

    private static long time(Path file, String text) {
        OptionalLong time = Timestamps.parse(text);
        return time.orElseThrow(() ->
                new EvaluationException(file + ": a window begins or ends at '" + text + "', which is not ISO 8601"));
    }
}
