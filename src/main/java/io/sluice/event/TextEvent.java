package io.sluice.event;

import org.jspecify.annotations.Nullable;

/**
 * An event of one text.
 *
 * @param key the key that the event itself names, null where its record does
 * @param timestamp the event's time in milliseconds since the epoch
 * @param text with at least one character that can be seen
 */
public record TextEvent(@Nullable String key, long timestamp, String text) implements Event {

    /** Whether nothing of a text can be seen: it holds spaces, control and format characters (as U+200B) alone. */
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
