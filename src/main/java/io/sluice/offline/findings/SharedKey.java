package io.sluice.offline.findings;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.sluice.event.JsonLeaves;
import io.sluice.model.Manifest;
import io.sluice.recording.AnomalyLabel;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The one key of all events of a file, which they got because nothing says theirs. If the events of several machines
 * share a key, the model takes them for one machine. So this looks for fields that may name the machines: each event
 * has such a field, and its values repeat. If the events have times, its value also changes where the time goes back,
 * as in machines one after the other, or it changes often, as in machines side by side. A whole number may as well be a
 * reading, so it must come with times that go back or repeat.
 */
public final class SharedKey {
    private static final ObjectReader JSON = new ObjectMapper().reader();
    private static final int MOST_EVENTS = 2000;
    private static final int EVENTS_OF_A_MACHINE = 5;
    private static final int MOST_FIELDS = 3;
    /** Machines side by side change at least once in so many events. */
    private static final int EVENTS_OF_A_TURN = 20;
    /** Times repeat if at least one of so many events has the time of the one before it. */
    private static final int EVENTS_OF_A_TIME = 4;

    private final String key;
    private final Set<String> read;
    private final Map<String, Field> fields = new LinkedHashMap<>();
    private OptionalLong time = OptionalLong.empty();
    private String last = "";
    private boolean timed = true;
    private long events;
    private long equalTimes;
    /** The number of events whose fields were looked at. */
    private long seen;

    private static final class Field {
        private final Set<String> values = new LinkedHashSet<>();
        private @Nullable String last;
        private boolean isNumber;
        private boolean isReset;
        private long events;
        private long changes;

        void add(JsonNode value, boolean older) {
            String text = value.asText();
            boolean changed = last != null && !last.equals(text);
            events++;
            changes += changed ? 1 : 0;
            isReset |= changed && older;
            isNumber |= value.isNumber();
            values.add(text);
            last = text;
        }
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
     * Adds the next event of the file that the model could read. After the first {@value #MOST_EVENTS} events, only the
     * fields of those beside a step back in time are looked at.
     *
     * @param eventTime its time in milliseconds since the epoch, if it has one
     * @param value the event as it was read from its file
     */
    public void add(OptionalLong eventTime, String value) {
        boolean older = false;
        if (eventTime.isEmpty()) {
            timed = false;
        } else if (time.isPresent()) {
            older = eventTime.getAsLong() < time.getAsLong();
            equalTimes += eventTime.getAsLong() == time.getAsLong() ? 1 : 0;
        }
        if (seen >= MOST_EVENTS && older) {
            look(last, false);
        }
        if (seen < MOST_EVENTS || older) {
            look(value, older);
        }
        events++;
        time = eventTime;
        last = value;
    }

    private void look(String value, boolean older) {
        seen++;
        try {
            JsonLeaves.of(JSON.readTree(value)).forEach((pointer, leaf) -> {
                if ((leaf.isTextual() || leaf.isIntegralNumber()) && !read.contains(pointer)) {
                    fields.computeIfAbsent(pointer, unused -> new Field()).add(leaf, older);
                }
            });
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("an event with fields is JSON", e);
        }
    }

    /** Warns that the events may be of several machines; empty if nothing says so. */
    public Optional<String> warning() {
        String named = named(this::mayBeKey);
        if (!named.isEmpty()) {
            return Optional.of(
                    oneKey() + "; " + named + ": if such a field names the machine or the author, give --key-field");
        }
        if (!timesRepeat()) {
            return Optional.empty();
        }
        String repeated = named(field -> field.values.size() * 2L <= seen);
        return Optional.of(String.format(
                Locale.ROOT,
                "%s, and %,d of %,d have the time of the event before; %sif they are of several machines, give"
                        + " --key-field, else --key",
                oneKey(),
                equalTimes,
                events,
                repeated.isEmpty() ? "" : repeated + ": "));
    }

    /** Returns what may be wrong if an event is older than the one before it. */
    public String whyOlder() {
        return warning().orElse(oneKey() + ": if a field names the machine or the author, give --key-field");
    }

    private String oneKey() {
        return "all events have one key, " + key + ", because no option says the key";
    }

    private boolean timesRepeat() {
        return equalTimes > 0 && equalTimes * EVENTS_OF_A_TIME >= events;
    }

    private boolean mayBeKey(Field field) {
        boolean repeats = field.values.size() <= seen / EVENTS_OF_A_MACHINE;
        boolean beside = field.changes * EVENTS_OF_A_TURN >= seen && (!field.isNumber || timesRepeat());
        return repeats && (!timed || field.isReset || beside);
    }

    /** Returns the first fields of a kind with some of their values; empty if there is none. */
    private String named(Predicate<Field> kind) {
        return fields.entrySet().stream()
                .filter(field -> isVaried(field.getValue()) && kind.test(field.getValue()))
                .limit(MOST_FIELDS)
                .map(field -> described(field.getKey(), field.getValue()))
                .collect(Collectors.joining("; "));
    }

    /** Returns true if all events have a field with several values, which are no labels of anomalies. */
    private boolean isVaried(Field field) {
        return field.events == seen
                && field.values.size() > 1
                && !field.values.stream()
                        .allMatch(value -> AnomalyLabel.parse(value).isPresent());
    }

    private String described(String pointer, Field field) {
        String name = pointer.lastIndexOf('/') == 0 ? pointer.substring(1) : pointer;
        return String.format(
                Locale.ROOT,
                "%s has %svalues%s such as %s",
                name,
                events == seen ? String.format(Locale.ROOT, "%,d ", field.values.size()) : "",
                events == seen ? "," : "",
                field.values.stream().limit(2).collect(Collectors.joining(" and ")));
    }
}
