package io.sluice.offline.scoring;

import org.jspecify.annotations.Nullable;

/**
 * A row of a file that cannot be scored.
 *
 * @param line the line where the row ends, counted from 1
 * @param key the key; null if the row has none
 * @param reason the reason as a code
 * @param detail a sentence for people
 * @param value the event, or the row where it is no event
 */
record DeadLetter(long line, @Nullable String key, String reason, String detail, String value) {}
