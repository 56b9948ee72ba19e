package io.sluice.stream;

import io.sluice.config.SluiceConfig;
import io.sluice.engine.InputRecord;
import io.sluice.event.DeadLetterReason;
import io.sluice.event.Decoded;
import io.sluice.event.Event;
import io.sluice.event.Malformed;
import io.sluice.format.EventDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Gives each event the key that it names itself, on its way to the repartition topic; what cannot be decoded goes to
 * the dead letters here already. A record without value keeps its key and deletes that key's state.
 */
final class KeyingProcessor extends ContextualProcessor<byte[], byte[], byte[], byte[]> {
    private final EventDecoder decoder;
    private final RecordLimit limit;
    private final ScoringMetrics metrics;

    KeyingProcessor(SluiceConfig config, ModelPool scoring) {
        this.decoder = scoring.spec().decoder(config.eventFormat(), config.eventKey(), config.maxEventBytes());
        this.limit = new RecordLimit(config.maxRequestBytes());
        this.metrics = scoring.metrics();
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        InputRecord arrival = InputRecord.processed(context().recordMetadata().orElseThrow(), record);
        byte[] value = record.value();
        if (value == null) {
            delete(arrival, record);
            return;
        }
        Decoded decoded = decoder.decode(value, record.headers(), record.timestamp());
        if (decoded instanceof Malformed malformed) {
            reject(arrival, record, malformed);
            return;
        }
        String key = Objects.requireNonNull(((Event) decoded).key(), "a decoder with a key pointer gives a key");
        send(arrival, record.withKey(key.getBytes(StandardCharsets.UTF_8)));
    }

    private void delete(InputRecord arrival, Record<byte[], byte[]> record) {
        if (record.key() == null) {
            reject(arrival, record, new Malformed(DeadLetterReason.NO_KEY, "the record has neither key nor value"));
        } else {
            send(arrival, record);
        }
    }

    private void send(InputRecord arrival, Record<byte[], byte[]> keyed) {
        Record<byte[], byte[]> repartitioned = keyed.withHeaders(SourceHeaders.repartitioned(arrival));
        if (limit.fits(repartitioned)) {
            context().forward(repartitioned, ScoringTopology.KEYED_EVENTS_SINK);
        } else {
            reject(
                    arrival,
                    keyed.withKey(arrival.key()),
                    new Malformed(
                            DeadLetterReason.TOO_LARGE,
                            "the event and its headers are too large to be sent on (producer.max.request.size)"));
        }
    }

    private void reject(InputRecord arrival, Record<byte[], byte[]> record, Malformed malformed) {
        Record<byte[], byte[]> letter = record.withHeaders(SourceHeaders.rejected(arrival, malformed, false));
        context().forward(limit.fit(letter), ScoringTopology.KEYING_DEAD_LETTERS);
        metrics.deadLetter(malformed.reason());
    }
}
