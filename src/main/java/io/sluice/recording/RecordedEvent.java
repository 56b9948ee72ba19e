package io.sluice.recording;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * An event read from a file.
 *
 * @param line the line where its row ends, counted from 1
 * @param key the key, or null where the file gives none
 * @param time the event's own time in milliseconds since the epoch, if it has one
 * @param value the value of the record to send
 */
public record RecordedEvent(long line, @Nullable String key, OptionalLong time, String value) {}
