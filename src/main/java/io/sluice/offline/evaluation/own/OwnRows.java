package io.sluice.offline.evaluation.own;

import io.sluice.Internal;
import io.sluice.offline.evaluation.run.EvaluationException;
import io.sluice.offline.evaluation.run.OwnData;
import io.sluice.recording.RecordedEvent;
import io.sluice.recording.Recording;
import io.sluice.recording.Recordings;
import io.sluice.recording.RejectedRowException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The rows of a file, or of all CSV and JSON lines files of a folder, by key. Each key's rows keep their order. */
@Internal
public final class OwnRows {
    private final OwnData own;
    private final Map<String, List<OwnRow>> byKey = new LinkedHashMap<>();
    private @Nullable String firstRejected;
    private long rejected;

    private OwnRows(OwnData own) {
        this.own = own;
    }

    /**
     * Reads the rows.
     *
     * @throws EvaluationException if there is no row, or a file cannot be read
     */
    public static OwnRows read(Path data, OwnData own) {
        OwnRows rows = new OwnRows(own);
        try {
            for (Path file : files(data)) {
                rows.readFile(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (rows.byKey.isEmpty()) {
            throw new EvaluationException(data + " has no row that is an event"
                    + (rows.firstRejected == null
                            ? "; give a CSV with a header, or JSON lines"
                            : "; " + rows.firstRejected));
        }
        return rows;
    }

    private static List<Path> files(Path data) throws IOException {
        if (!Files.isDirectory(data)) {
            return List.of(data);
        }
        try (Stream<Path> files = Files.list(data)) {
            List<Path> found = files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().matches("(?i).*\\.(csv|jsonl|ndjson)"))
                    .sorted()
                    .toList();
            if (found.isEmpty()) {
                throw new EvaluationException(data + " has no file that ends in .csv or .jsonl; give a file or a folder"
                        + " with one file for each key");
            }
            return found;
        }
    }

    private void readFile(Path file) throws IOException {
        String name = String.valueOf(file.getFileName());
        String fileKey = own.key() == null ? Recordings.keyOf(file) : own.key();
        try (Recording recording = Recordings.open(file, own.fields())) {
            for (boolean more = true; more; ) {
                try {
                    RecordedEvent event = recording.next();
                    more = event != null;
                    if (event != null) {
                        String key = event.key() == null ? fileKey : event.key();
                        byKey.computeIfAbsent(key, unused -> new ArrayList<>()).add(new OwnRow(name, key, event));
                    }
                } catch (RejectedRowException e) {
                    rejected++;
                    firstRejected = firstRejected == null ? String.valueOf(e.getMessage()) : firstRejected;
                }
            }
        }
    }

    /** Returns the rows of each key. */
    public Map<String, List<OwnRow>> byKey() {
        return byKey;
    }

    /** Returns the number of rows that are no events and were left out. */
    public long rejected() {
        return rejected;
    }

    /** Returns the message about the first row that was left out; null if there is none. */
    public @Nullable String firstRejected() {
        return firstRejected;
    }
}
