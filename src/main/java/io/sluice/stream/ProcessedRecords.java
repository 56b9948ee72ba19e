package io.sluice.stream;

import io.sluice.engine.InputRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/** Turns a record that a processor receives into the engine's form. */
final class ProcessedRecords {
    private ProcessedRecords() {}

    /** Returns the record that the context's processor is processing. */
    static InputRecord input(ProcessorContext<?, ?> context, Record<byte[], byte[]> record) {
        RecordMetadata origin = context.recordMetadata().orElseThrow();
        return new InputRecord(
                new TopicPartition(origin.topic(), origin.partition()),
                origin.offset(),
                record.timestamp(),
                record.key(),
                record.value(),
                record.headers());
    }
}
