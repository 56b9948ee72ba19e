package io.sluice.format;

import io.sluice.event.Decoded;
import io.sluice.event.Malformed;
import org.apache.kafka.common.header.Headers;

/**
 * Turns a record's value into an event, or into the reason why it is not one. {@link EventFormat} chooses the decoder.
 *
 * <p>A decoder never throws because of a record's content; it returns a {@link Malformed} instead. It belongs to one
 * thread.
 */
@FunctionalInterface
public interface EventDecoder {
    /**
     * Decodes one record.
     *
     * @param headers the record's headers, which some formats need; they are not changed
     * @param recordTimestamp the record's time in milliseconds since the epoch, for an event without a time
     */
    Decoded decode(byte[] value, Headers headers, long recordTimestamp);
}
