package io.sluice.offline.imports;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.sluice.event.JsonLeaves;
import io.sluice.model.Manifest;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The one key of all events of a file, which they got because nothing says theirs. If the events of several machines
 * share a key, the model takes them for one machine. So this looks for fields that may name the machines: each event
 * has such a field, and its values repeat.
 */
public final class SharedKey {
    private static final ObjectReader JSON = new ObjectMapper().reader();
    private static final int MOST_EVENTS = 2000;
    private static final int EVENTS_OF_A_MACHINE = 5;
    private static final int MOST_FIELDS = 3;

    private final String key;
    private final Set<String> read;
    private final Map<String, Field> fields = new LinkedHashMap<>();
    private int events;

    private static final class Field {
        private final Set<String> values = new LinkedHashSet<>();
        private int events;
    }

    /**
     * A key that no event has yet.
     *
     * @param input what the model reads, with the places in these events
     */
    public SharedKey(String key, Manifest.Input input) {
        this.key = key;
        this.read = input.fields().stream()
                .map(Manifest.Input.Field::pointer)
                .collect(Collectors.toCollection(HashSet::new));
        read.add(input.timestamp().pointer());
    }

    /**
     * Adds an event that the model could read.
     *
     * @param value the event as it was read from its file
     */
    public void add(String value) {
        if (events == MOST_EVENTS) {
            return;
        }
        events++;
        try {
            JsonLeaves.of(JSON.readTree(value)).forEach(this::add);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("an event with fields is JSON", e);
        }
    }

    private void add(String pointer, JsonNode value) {
        if ((value.isTextual() || value.isIntegralNumber()) && !read.contains(pointer)) {
            Field found = fields.computeIfAbsent(pointer, unused -> new Field());
            found.events++;
            found.values.add(value.asText());
        }
    }

    /** Warns of fields that may name the key; empty if there is none. */
    public Optional<String> warning() {
        List<String> named = fields.entrySet().stream()
                .filter(field -> field.getValue().events == events
                        && field.getValue().values.size() > 1
                        && field.getValue().values.size() <= events / EVENTS_OF_A_MACHINE)
                .map(SharedKey::described)
                .limit(MOST_FIELDS)
                .toList();
        return named.isEmpty()
                ? Optional.empty()
                : Optional.of("all events have one key, " + key + ", because no option says the key; "
                        + String.join("; ", named) + ": if such a field names the machine or the author, give"
                        + " --key-field");
    }

    private static String described(Map.Entry<String, Field> field) {
        String pointer = field.getKey();
        String name = pointer.lastIndexOf('/') == 0 ? pointer.substring(1) : pointer;
        return String.format(
                Locale.ROOT,
                "%s has %,d values, such as %s",
                name,
                field.getValue().values.size(),
                field.getValue().values.stream().limit(2).collect(Collectors.joining(" and ")));
    }
}
