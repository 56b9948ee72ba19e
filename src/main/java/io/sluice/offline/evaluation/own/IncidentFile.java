package io.sluice.offline.evaluation.own;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.Internal;
import io.sluice.event.ByteOrderMark;
import io.sluice.event.TimestampUnit;
import io.sluice.offline.evaluation.run.EvaluationException;
import io.sluice.offline.evaluation.run.OwnData;
import io.sluice.recording.EventFields;
import io.sluice.recording.RecordedEvent;
import io.sluice.recording.Recording;
import io.sluice.recording.Recordings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Reads known incidents from a CSV, from JSON lines or from an array of JSON, with the fields {@code key}, {@code from}
 * and {@code to}. Both times belong to the incident. The key may be left out if the data has one key.
 */
@Internal
public final class IncidentFile {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String KEY = "key";
    private static final int KEYS_IN_MESSAGE = 10;

    private final Path file;
    private final Set<String> keys;
    private final TimestampUnit unit;
    private final Map<String, List<TimeRange>> byKey = new HashMap<>();

    private IncidentFile(Path file, Set<String> keys, TimestampUnit unit) {
        this.file = file;
        this.keys = keys;
        this.unit = unit;
    }

    /**
     * Reads the incidents of each key.
     *
     * @param keys the keys of the data
     * @throws EvaluationException if an incident has an unknown key, or no valid times
     */
    public static Map<String, List<TimeRange>> read(Path file, Set<String> keys, OwnData own) {
        IncidentFile incidents = new IncidentFile(file, keys, own.fields().unit());
        try {
            incidents.readAll();
        } catch (CharacterCodingException e) {
            throw new EvaluationException(file + ": not UTF-8; save the file as UTF-8", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return incidents.byKey;
    }

    private void readAll() throws IOException {
        String text = ByteOrderMark.removed(Files.readString(file)).stripLeading();
        if (text.startsWith("[")) {
            int number = 1;
            for (JsonNode incident : JSON.readTree(text)) {
                add(incident, file + ", incident " + number++);
            }
            return;
        }
        EventFields fields = EventFields.DEFAULT.withStrings(isCsvWithKey(text) ? Set.of(KEY) : Set.of());
        try (Recording recording = Recordings.open(file, fields)) {
            for (RecordedEvent row = recording.next(); row != null; row = recording.next()) {
                add(JSON.readTree(row.value()), file + ", line " + row.line());
            }
        }
    }

    /** Returns true for a CSV with a column of keys, which are text even where they look like numbers. */
    private static boolean isCsvWithKey(String text) {
        return !text.startsWith("{")
                && text.lines()
                        .findFirst()
                        .map(header -> List.of(header.replace("\"", "").split("\\s*,\\s*"))
                                .contains(KEY))
                        .orElse(false);
    }

    private void add(JsonNode incident, String where) {
        TimeRange range = new TimeRange(time(incident, "from", where), time(incident, "to", where));
        if (range.to() < range.from()) {
            throw new EvaluationException(where + ": the incident ends before it begins; exchange from and to");
        }
        byKey.computeIfAbsent(key(incident, where), unused -> new ArrayList<>()).add(range);
    }

    private String key(JsonNode incident, String where) {
        JsonNode key = incident.path(KEY);
        if (key.isMissingNode() && keys.size() == 1) {
            return keys.iterator().next();
        }
        if (!keys.contains(key.asText())) {
            throw new EvaluationException(where + ": "
                    + (key.isMissingNode() ? "no field 'key'" : "the data has no key '" + key.asText() + "'")
                    + "; its keys are "
                    + keys.stream().sorted().limit(KEYS_IN_MESSAGE).toList()
                    + (keys.size() > KEYS_IN_MESSAGE ? " and " + (keys.size() - KEYS_IN_MESSAGE) + " more" : ""));
        }
        return key.asText();
    }

    private long time(JsonNode incident, String field, String where) {
        JsonNode found = incident.path(field);
        if (!found.isValueNode() || found.isNull()) {
            throw new EvaluationException(
                    where + ": no field '" + field + "'; an incident needs from and to, and key if there are several");
        }
        OptionalLong time = unit.read(found.asText().strip());
        return time.orElseThrow(() -> new EvaluationException(
                where + ": " + field + " is " + unit.refusal(found.asText().strip(), "--timestamp-unit")));
    }
}
