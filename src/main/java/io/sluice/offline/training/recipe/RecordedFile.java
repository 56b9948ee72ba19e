package io.sluice.offline.training.recipe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.sluice.event.DeadLetterReason;
import io.sluice.event.Malformed;
import io.sluice.model.TimestampField;
import io.sluice.offline.training.loop.DataFile;
import io.sluice.offline.training.loop.TrainingException;
import io.sluice.recording.AnomalyLabel;
import io.sluice.recording.EventFields;
import io.sluice.recording.RecordedEvent;
import io.sluice.recording.Recording;
import io.sluice.recording.Recordings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A file of events, CSV or JSON lines, as {@code sluice replay} reads it. Every row must be an event. Rows of readings
 * that are all missing are left out, as the pipeline scores none of them.
 */
public final class RecordedFile implements EventSource {
    private static final ObjectReader JSON = new ObjectMapper().reader();

    private final Path file;
    private final @Nullable String key;
    private final EventFields fields;
    private final @Nullable String label;

    /**
     * Takes a file.
     *
     * @param key one key for all events; null if each event has its own, or if the file is the only key
     * @param fields the field of the key, and the columns that are text; the layout of the model says where the time is
     */
    public RecordedFile(Path file, @Nullable String key, EventFields fields) {
        this(file, key, fields, null);
    }

    private RecordedFile(Path file, @Nullable String key, EventFields fields, @Nullable String label) {
        this.file = file;
        this.key = key;
        this.fields = fields;
        this.label = label;
    }

    /**
     * Returns the same file without its anomalous rows.
     *
     * @param label the column, field or JSON pointer that says whether a row is anomalous, see {@link AnomalyLabel}
     */
    public RecordedFile normalBy(String label) {
        return new RecordedFile(file, key, fields, label);
    }

    @Override
    public String name() {
        return String.valueOf(file.getFileName());
    }

    @Override
    public String arguments() {
        return "--data " + ShellWord.quoted(name())
                + (key == null ? "" : " --key " + ShellWord.quoted(key))
                + fileOptions()
                + (label == null ? "" : " --label " + ShellWord.quoted(label));
    }

    @Override
    public String fileOptions() {
        StringBuilder options = new StringBuilder();
        if (fields.key() != null) {
            options.append(" --key-field ").append(ShellWord.quoted(fields.key()));
        }
        fields.strings().stream().sorted().forEach(column -> options.append(" --string ")
                .append(ShellWord.quoted(column)));
        return options.toString();
    }

    @Override
    public @Nullable String keyPointer() {
        return null;
    }

    @Override
    public boolean isKeyed() {
        return fields.key() != null;
    }

    @Override
    public Optional<String> assumedKey() {
        return key == null && fields.key() == null ? Optional.of(Recordings.keyOf(file)) : Optional.empty();
    }

    @Override
    public Summary read(TimestampField time, Sink sink) throws IOException {
        Rows rows = new Rows(time, sink);
        try (Recording recording = Recordings.open(file, fields.withTime(time.pointer(), time.unit()))) {
            for (RecordedEvent event = recording.next(); event != null; event = recording.next()) {
                rows.add(event);
            }
        }
        Path folder = file.toAbsolutePath().getParent();
        return new Summary(DataFile.of(folder == null ? file : folder, name(), rows.taken()), rows.notes());
    }

    /** The rows of one reading of the file. */
    private final class Rows {
        private final TimestampField time;
        private final Sink sink;
        private @Nullable TrainingException firstEmpty;
        private int taken;
        private long empty;
        private long anomalous;

        Rows(TimestampField time, Sink sink) {
            this.time = time;
            this.sink = sink;
        }

        void add(RecordedEvent event) {
            if (label != null && isAnomalous(event, label)) {
                anomalous++;
                return;
            }
            byte[] value = event.value().getBytes(StandardCharsets.UTF_8);
            Malformed malformed = sink.add(key(event), value, event.time().orElse(0));
            if (malformed == null) {
                requireTime(event);
                taken++;
            } else {
                leaveOut(event, malformed);
            }
        }

        private void requireTime(RecordedEvent event) {
            if (sink.needsTime() && event.time().isEmpty()) {
                throw problem(
                        event,
                        "there is no time at " + time.pointer()
                                + "; name the column or field of the time with --timestamp, or give every row a time");
            }
        }

        private void leaveOut(RecordedEvent event, Malformed malformed) {
            TrainingException problem = problem(event, malformed.detail() + "; correct the row or remove it");
            if (malformed.reason() != DeadLetterReason.NO_CHANNEL) {
                throw problem;
            }
            firstEmpty = firstEmpty == null ? problem : firstEmpty;
            empty++;
        }

        /**
         * Returns the number of rows that were taken.
         *
         * @throws TrainingException if there is none
         */
        int taken() throws IOException {
            if (taken > 0) {
                return taken;
            }
            if (firstEmpty != null) {
                throw firstEmpty;
            }
            if (anomalous > 0) {
                throw new TrainingException(file + ": all " + anomalous + " rows are anomalous by --label " + label
                        + "; give a file with normal rows");
            }
            throw new TrainingException(file + ": the file has "
                    + (Recordings.hasJsonLines(file) ? "no rows" : "a header and no rows") + "; give rows of events");
        }

        /** Returns what was left out, for people. */
        List<String> notes() {
            List<String> notes = new ArrayList<>();
            if (anomalous > 0) {
                notes.add("left out " + rows(anomalous) + " that --label " + label + " calls anomalous");
            }
            if (empty > 0 && firstEmpty != null) {
                notes.add("left out " + rows(empty) + " without a reading; the first: " + firstEmpty.getMessage());
            }
            return notes;
        }

        private static String rows(long count) {
            return count + (count == 1 ? " row" : " rows");
        }
    }

    private boolean isAnomalous(RecordedEvent event, String label) {
        String text;
        try {
            text = JSON.readTree(event.value()).at(EventFields.pointer(label)).asText();
        } catch (JsonProcessingException e) {
            throw new TrainingException(file + ", line " + event.line() + ": not JSON; correct the row", e);
        }
        return AnomalyLabel.parse(text)
                .orElseThrow(
                        () -> problem(event, "the label '" + label + "' is \"" + text + "\"; " + AnomalyLabel.VALUES));
    }

    private String key(RecordedEvent event) {
        if (key != null) {
            return key;
        }
        return event.key() == null ? Recordings.keyOf(file) : event.key();
    }

    private TrainingException problem(RecordedEvent event, String problem) {
        return new TrainingException(file + ", line " + event.line() + ": " + problem);
    }
}
