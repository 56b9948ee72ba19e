package io.sluice.format;

import io.sluice.event.Decoded;
import org.apache.kafka.common.header.Headers;

/**
 * Turns a record's value into an event, or says why that cannot be done. Another format of events is another
 * implementation, chosen in {@link EventFormat}; nothing else knows of it.
 *
 * <p>A decoder never throws for what a record holds: that is a {@link io.sluice.event.Malformed}. It belongs to one
 * thread.
 */
@FunctionalInterface
public interface EventDecoder {
    /**
     * Decodes one record.
     *
     * @param headers the record's, which some formats need; not changed
     * @param recordTimestamp the record's time in milliseconds since the epoch, for an event that carries none
     */
    Decoded decode(byte[] value, Headers headers, long recordTimestamp);
}
