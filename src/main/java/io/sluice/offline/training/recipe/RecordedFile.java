package io.sluice.offline.training.recipe;

import io.sluice.event.Malformed;
import io.sluice.model.TimestampField;
import io.sluice.offline.training.loop.DataFile;
import io.sluice.offline.training.loop.TrainingException;
import io.sluice.recording.EventFields;
import io.sluice.recording.RecordedEvent;
import io.sluice.recording.Recording;
import io.sluice.recording.Recordings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A file of events, CSV or JSON lines, as {@code sluice replay} reads it. Every row must be an event. */
public final class RecordedFile implements EventSource {
    private final Path file;
    private final @Nullable String key;
    private final EventFields fields;

    /**
     * Takes a file.
     *
     * @param key one key for all events; null if each event has its own, or if the file is the only key
     * @param fields the field of the key, and the columns that are text; the layout of the model says where the time is
     */
    public RecordedFile(Path file, @Nullable String key, EventFields fields) {
        this.file = file;
        this.key = key;
        this.fields = fields;
    }

    @Override
    public String name() {
        return String.valueOf(file.getFileName());
    }

    @Override
    public String arguments() {
        StringBuilder arguments = new StringBuilder("--data ").append(ShellWord.quoted(name()));
        if (key != null) {
            arguments.append(" --key ").append(ShellWord.quoted(key));
        }
        if (fields.key() != null) {
            arguments.append(" --key-field ").append(ShellWord.quoted(fields.key()));
        }
        fields.strings().stream()
                .sorted()
                .forEach(column -> arguments.append(" --string ").append(ShellWord.quoted(column)));
        return arguments.toString();
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
    public Summary read(TimestampField time, Sink sink) throws IOException {
        int rows = 0;
        try (Recording recording = Recordings.open(file, fields.withTime(time.pointer(), time.unit()))) {
            for (RecordedEvent event = recording.next(); event != null; event = recording.next()) {
                add(event, time, sink);
                rows++;
            }
        }
        Path folder = file.toAbsolutePath().getParent();
        return new Summary(DataFile.of(folder == null ? file : folder, name(), rows), List.of());
    }

    private void add(RecordedEvent event, TimestampField time, Sink sink) {
        byte[] value = event.value().getBytes(StandardCharsets.UTF_8);
        Malformed malformed = sink.add(key(event), value, event.time().orElse(0));
        if (malformed != null) {
            throw problem(event, malformed.detail() + "; correct the row or remove it");
        }
        if (sink.needsTime() && event.time().isEmpty()) {
            throw problem(
                    event,
                    "there is no time at " + time.pointer()
                            + "; name the column or field of the time with --timestamp, or give every row a time");
        }
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
