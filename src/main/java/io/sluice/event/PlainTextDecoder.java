package io.sluice.event;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Decodes a whole value as one text in UTF-8, or says why that cannot be done. The event's time is its record's.
 *
 * <p>A byte order mark before the text is no part of it.
 */
public final class PlainTextDecoder {
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final int maxBytes;

    /** A decoder of values of at most {@code maxBytes} bytes. */
    public PlainTextDecoder(int maxBytes) {
        this.maxBytes = maxBytes;
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
            return new Malformed(Reason.NOT_UTF8, "the value is not UTF-8: " + broken.getMessage());
        }
    }

    private static Decoded event(String text, long timestamp) {
        return TextEvent.isBlank(text)
                ? new Malformed(Reason.BLANK_TEXT, "the value holds no character that can be seen")
                : new TextEvent(null, timestamp, text);
    }
}
