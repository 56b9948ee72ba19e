package io.sluice.simulation;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.Record;

/**
 * A message that the pipeline sent, or should send. Its arrays are copies, and nobody changes them.
 *
 * @param node the sink that it goes to
 * @param reason the code of a dead letter, with its source; empty for other messages
 */
record Output(String node, Bytes key, Bytes value, String reason) {

    /** Bytes that equal others by their content. */
    static final class Bytes {
        private final byte[] array;

        /** @param array the bytes, or null; nobody changes them */
        Bytes(byte[] array) {
            this.array = array;
        }

        static Bytes copy(byte[] array) {
            return new Bytes(array == null ? null : array.clone());
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Bytes bytes && Arrays.equals(array, bytes.array);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(array);
        }

        @Override
        public String toString() {
            return array == null ? "null" : new String(array, StandardCharsets.UTF_8);
        }
    }

    static Output of(String node, Record<byte[], byte[]> record) {
        return new Output(node, Bytes.copy(record.key()), Bytes.copy(record.value()), reason(record.headers()));
    }

    private static String reason(Headers headers) {
        if (headers.lastHeader("sluice.reason") == null) {
            return "";
        }
        return text(headers, "sluice.reason") + " " + text(headers, "sluice.source.topic") + " "
                + text(headers, "sluice.source.partition") + " " + text(headers, "sluice.source.offset");
    }

    private static String text(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null ? "none" : new String(header.value(), StandardCharsets.UTF_8);
    }
}
