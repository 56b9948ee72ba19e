package io.sluice.event;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Decodes a whole value in UTF-8 as one text or one item, or says why that cannot be done. The event's time is its
 * record's.
 *
 * <p>A byte order mark before it is no part of it.
 */
public final class PlainTextDecoder {
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final int maxBytes;
    private final DeadLetterReason blank;
    private final Content content;

    private interface Content {
        Event event(long timestamp, String value);
    }

    private PlainTextDecoder(int maxBytes, DeadLetterReason blank, Content content) {
        this.maxBytes = maxBytes;
        this.blank = blank;
        this.content = content;
    }

    /** A decoder to {@link TextEvent}s of values of at most {@code maxBytes} bytes. */
    public static PlainTextDecoder ofText(int maxBytes) {
        return new PlainTextDecoder(
                maxBytes, DeadLetterReason.BLANK_TEXT, (timestamp, value) -> new TextEvent(null, timestamp, value));
    }

    /** A decoder to {@link ItemEvent}s of values of at most {@code maxBytes} bytes. */
    public static PlainTextDecoder ofItem(int maxBytes) {
        return new PlainTextDecoder(
                maxBytes, DeadLetterReason.BLANK_ITEM, (timestamp, value) -> new ItemEvent(null, timestamp, value));
    }

    /** Decodes one record's value. */
    public Decoded decode(byte[] value, long recordTimestamp) {
        if (value.length > maxBytes) {
            return Malformed.tooLarge(value.length, maxBytes);
        }
        if (value.length == 0) {
            return Malformed.empty();
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(value))
                    .toString();
            return event(text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text, recordTimestamp);
        } catch (CharacterCodingException broken) {
            return new Malformed(DeadLetterReason.NOT_UTF8, "the value is not UTF-8: " + broken.getMessage());
        }
    }

    private Decoded event(String text, long timestamp) {
        return TextEvent.isBlank(text)
                ? new Malformed(blank, "the value holds no character that can be seen")
                : content.event(timestamp, text);
    }
}
