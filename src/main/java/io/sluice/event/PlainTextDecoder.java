package io.sluice.event;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Decodes a whole value in UTF-8 as one text or one item, or returns the reason why it cannot. The event has the time
 * of its record.
 *
 * <p>A byte order mark at the beginning is removed.
 */
public final class PlainTextDecoder {
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

    /** Makes a decoder to {@link TextEvent}s for values of at most {@code maxBytes} bytes. */
    public static PlainTextDecoder ofText(int maxBytes) {
        return new PlainTextDecoder(
                maxBytes,
                DeadLetterReason.BLANK_TEXT,
                (timestamp, value) -> new TextEvent(null, timestamp, false, value));
    }

    /** Makes a decoder to {@link ItemEvent}s for values of at most {@code maxBytes} bytes. */
    public static PlainTextDecoder ofItem(int maxBytes) {
        return new PlainTextDecoder(
                maxBytes,
                DeadLetterReason.BLANK_ITEM,
                (timestamp, value) -> new ItemEvent(null, timestamp, false, value));
    }

    /**
     * Decodes the value of one record.
     *
     * @param recordTimestamp the time of the record, which becomes the time of the event
     */
    public Decoded decode(byte[] value, long recordTimestamp) {
        if (value.length > maxBytes) {
            return Malformed.tooLarge(value.length, maxBytes);
        }
        if (value.length == 0) {
            return Malformed.empty();
        }
        ByteBuffer bytes = ByteBuffer.wrap(value);
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(bytes)
                    .toString();
            return event(ByteOrderMark.removed(text), recordTimestamp);
        } catch (CharacterCodingException e) {
            return notUtf8(value, bytes.position());
        }
    }

    private static Malformed notUtf8(byte[] value, int fault) {
        return new Malformed(
                DeadLetterReason.NOT_UTF8,
                "the value is not UTF-8 from byte " + (fault + 1) + " on; " + ValueShape.advice(value));
    }

    private Decoded event(String text, long timestamp) {
        return TextEvent.isBlank(text)
                ? new Malformed(blank, "the value has no visible character")
                : content.event(timestamp, text);
    }
}
