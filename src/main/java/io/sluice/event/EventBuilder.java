package io.sluice.event;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The fields that a model reads of a record, whatever its format. A decoder of a format begins each record, walks
 * through it along {@link #places}, hands over the values that it finds there, and asks for the outcome.
 *
 * <p>An event has numeric channels, each at its JSON pointer, or one text or one item at its pointer. A field holds its
 * time as ISO 8601 or as a number since the epoch; an event without it has the time of its record. A channel that is
 * absent or null is a missing value, but at least one channel must be present. A channel whose value is not accepted is
 * missing, too. Other fields are ignored.
 *
 * <p>It belongs to one decoder, and so to one thread.
 */
public final class EventBuilder {
    private static final int TIMESTAMP = Integer.MAX_VALUE;
    private static final int KEY = Integer.MAX_VALUE - 1;

    private final EventContent content;
    private final @Nullable String keyPointer;
    private final EventTime time;
    private final PointerTree places = new PointerTree();

    private @Nullable String key;
    private @Nullable Malformed fault;

    private EventBuilder(EventContent content, JsonLayout layout) {
        this.content = content;
        this.keyPointer = layout.key();
        this.time = new EventTime(layout);
        places.add(layout.timestamp(), TIMESTAMP);
        if (keyPointer != null) {
            places.add(keyPointer, KEY);
        }
        List<String> pointers = content.pointers();
        for (int slot = 0; slot < pointers.size(); slot++) {
            places.add(pointers.get(slot), slot);
        }
    }

    /**
     * The fields of {@link NumericEvent}s.
     *
     * @param layout the places of the event's time and key
     * @throws IllegalArgumentException if two pointers name the same value, or one is inside the value of another
     */
    public static EventBuilder ofChannels(List<Channel> channels, JsonLayout layout) {
        return new EventBuilder(new ChannelContent(channels, layout.numbersInStrings()), layout);
    }

    /**
     * The fields of {@link TextEvent}s.
     *
     * @param pointer the pointer to the text, a string
     * @param layout the places of the event's time and key
     * @throws IllegalArgumentException if two pointers name the same value, or one is inside the value of another
     */
    public static EventBuilder ofText(String pointer, JsonLayout layout) {
        return new EventBuilder(StringContent.ofText(pointer), layout);
    }

    /**
     * The fields of {@link ItemEvent}s.
     *
     * @param pointer the pointer to the item, a string or an integer
     * @param layout the places of the event's time and key
     * @throws IllegalArgumentException if two pointers name the same value, or one is inside the value of another
     */
    public static EventBuilder ofItem(String pointer, JsonLayout layout) {
        return new EventBuilder(StringContent.ofItem(pointer), layout);
    }

    /** Returns the places of the fields. The slot of a place says which field it is. */
    public PointerTree places() {
        return places;
    }

    /**
     * Begins a record and forgets the one before.
     *
     * @param recordTimestamp the time of the record, for an event without a time
     */
    public void begin(long recordTimestamp) {
        time.begin(recordTimestamp);
        content.begin();
        key = null;
        fault = null;
    }

    /** Reads the value at the place with a slot. The first value that cannot be used decides the outcome. */
    public void read(int slot, FieldValue value) throws IOException {
        Malformed found =
                switch (slot) {
                    case TIMESTAMP -> time.read(value);
                    case KEY -> readKey(value);
                    default -> content.read(value, slot);
                };
        if (fault == null) {
            fault = found;
        }
    }

    private @Nullable Malformed readKey(FieldValue value) throws IOException {
        return switch (value.kind()) {
            case NULL -> null;
            case TEXT, LONG, BIG_INTEGER -> takeKey(value.asText());
            case REAL, TIME, OTHER ->
                new Malformed(
                        DeadLetterReason.NO_KEY, keyPointer + " is " + value.name() + ", not a string or an integer");
        };
    }

    private @Nullable Malformed takeKey(String text) {
        key = text;
        if (text.isEmpty()) {
            return new Malformed(
                    DeadLetterReason.NO_KEY, keyPointer + " is an empty string; it must hold the event's key");
        }
        return StandardCharsets.UTF_8.newEncoder().canEncode(text)
                ? null
                : new Malformed(
                        DeadLetterReason.KEY_NOT_UTF8,
                        keyPointer + " has half of a surrogate pair, which UTF-8 cannot encode");
    }

    /** Returns the event of a record that was read to its end, or the reason why there is none. */
    public Decoded outcome() {
        if (fault != null) {
            return fault;
        }
        if (keyPointer != null && key == null) {
            return new Malformed(
                    DeadLetterReason.NO_KEY, keyPointer + " is missing or null; it must hold the event's key");
        }
        return content.event(key, time.millis(), time.isRead());
    }
}
