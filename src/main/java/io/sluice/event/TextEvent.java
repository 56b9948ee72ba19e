package io.sluice.event;

import org.jspecify.annotations.Nullable;

/**
 * An event of one text.
 *
 * @param key the key that the event names; null if the record has the key
 * @param timestamp the time of the event in milliseconds since the epoch
 * @param isTimed whether the event has a time of its own
 * @param text the text, with at least one visible character
 */
public record TextEvent(@Nullable String key, long timestamp, boolean isTimed, String text) implements Event {

    /** Returns true if a text has only spaces, control characters and format characters such as U+200B. */
    static boolean isBlank(String text) {
        return text.codePoints().allMatch(TextEvent::isInvisible);
    }

    private static boolean isInvisible(int codePoint) {
        return Character.isWhitespace(codePoint)
                || Character.isSpaceChar(codePoint)
                || Character.isISOControl(codePoint)
                || Character.getType(codePoint) == Character.FORMAT;
    }
}
