package io.sluice.schema;

import io.sluice.event.DeadLetterReason;
import io.sluice.event.Decoded;
import io.sluice.event.Malformed;

/** Reads the values of one schema. It belongs to one thread. */
@FunctionalInterface
public interface PayloadReader {
    /**
     * Reads the value of one record.
     *
     * @param offset the number of bytes before the encoded data
     * @param recordTimestamp the time of the record, for an event without a time
     */
    Decoded read(byte[] value, int offset, long recordTimestamp);

    /**
     * Returns a reader that never throws because of a record's bytes. What this one throws becomes a dead letter, since
     * one record must not end the pipeline.
     */
    default PayloadReader guarded() {
        return (value, offset, recordTimestamp) -> {
            try {
                return read(value, offset, recordTimestamp);
            } catch (RegistryException e) {
                throw e;
            } catch (RuntimeException e) {
                return new Malformed(DeadLetterReason.BAD_ENCODING, "the value cannot be read with its schema: " + e);
            }
        };
    }

    /** Makes readers. */
    @FunctionalInterface
    interface Factory {
        /**
         * Makes a reader of values.
         *
         * @param writer the schema with which the values were written
         * @param latest the schema as which they are read
         * @throws SchemaException if one of the schemas cannot be used, or the first cannot be read as the second
         */
        PayloadReader reader(RegisteredSchema writer, RegisteredSchema latest);
    }
}
