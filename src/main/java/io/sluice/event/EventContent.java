package io.sluice.event;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The content of an event, which is everything but its key and its time. It belongs to one decoder. */
interface EventContent {
    /** Returns the pointers to the fields of the content; the index of a field in this list is its slot. */
    List<String> pointers();

    /** Begins a record and forgets the one before. */
    void begin();

    /** Reads the value of a field; returns a Malformed if the value cannot be used, else null. */
    @Nullable
    Malformed read(FieldValue value, int slot) throws IOException;

    /**
     * Returns the event of a record that was read to its end, or the reason why there is none.
     *
     * @param timed whether the event has a time of its own
     */
    Decoded event(@Nullable String key, long timestamp, boolean timed);
}
