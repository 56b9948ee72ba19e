package io.sluice.recording;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * An event as it stands in a file.
 *
 * @param line where its row ends, from 1
 * @param key its key, or null where the file gives none
 * @param time its own time in milliseconds since the epoch, if it has one
 * @param value the value of the record to send
 */
public record RecordedEvent(long line, @Nullable String key, OptionalLong time, String value) {}
