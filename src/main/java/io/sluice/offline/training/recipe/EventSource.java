package io.sluice.offline.training.recipe;

import io.sluice.event.Malformed;
import io.sluice.model.TimestampField;
import io.sluice.offline.training.loop.DataFile;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A user's own events from which a model learns: the rows of a file, or the records of a topic. */
public interface EventSource {
    /** Returns the name of the data for people, such as the name of the file. */
    String name();

    /** Returns the options of {@code sluice train} that give these data. */
    String arguments();

    /** Returns the JSON pointer to the key of an event; null if the source gives each event its key. */
    @Nullable
    String keyPointer();

    /** Returns true if each event has its own key, and false if the source as a whole is one key. */
    boolean isKeyed();

    /** Returns the key that all events have because nothing says theirs; empty if each has its own or one was given. */
    Optional<String> assumedKey();

    /** Returns the options, each after a space, with which other commands read a file of such events. */
    String fileOptions();

    /**
     * Reads all events. The events of a key come in their order, which depends only on the data.
     *
     * @param time the field that holds the time of an event
     */
    Summary read(TimestampField time, Sink sink) throws IOException;

    /** Takes events one by one. */
    interface Sink {
        /** Returns true if an event without a time is an error. */
        default boolean needsTime() {
            return true;
        }

        /**
         * Takes a value.
         *
         * @param key the key; null if the event holds it at {@link EventSource#keyPointer}
         * @param timestamp the time of an event that has none, in milliseconds since the epoch
         * @return the reason why the value is not an event; null if it was taken
         */
        @Nullable
        Malformed add(@Nullable String key, byte[] value, long timestamp);
    }

    /**
     * What was read.
     *
     * @param file the file or topic with its checksum
     * @param notes what was left out, for people
     */
    record Summary(DataFile file, List<String> notes) {
        public Summary {
            notes = List.copyOf(notes);
        }
    }
}
