package io.sluice.stream;

import io.sluice.config.SluiceConfig;
import io.sluice.engine.InputRecord;
import io.sluice.engine.OutcomeListener;
import io.sluice.engine.SourceHeaders;
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
 * Gives each event the key that it holds, on its way to the repartition topic. A record that cannot be decoded goes to
 * the dead letters. A record without a value keeps its key and deletes that key's state.
 */
final class KeyingProcessor extends ContextualProcessor<byte[], byte[], byte[], byte[]> {
    private final EventDecoder decoder;
    private final DeadLetterLimit sent;
    private final DeadLetterLimit rejected;
    private final ScoringMetrics metrics;
    private final OutcomeListener outcomes;

    KeyingProcessor(SluiceConfig config, ModelPool models) {
        this.decoder = config.events().decoder(models.model().manifest().input(), config.eventKey());
        this.sent = new DeadLetterLimit(models.limits().sizes().repartition());
        this.rejected = new DeadLetterLimit(models.limits().sizes().deadLetters());
        this.metrics = models.metrics();
        this.outcomes = models.outcomes();
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        InputRecord input = ProcessedRecords.input(context(), record);
        byte[] value = record.value();
        if (value == null) {
            delete(input, record);
            return;
        }
        Decoded decoded = decoder.decode(value, record.headers(), record.timestamp());
        if (decoded instanceof Malformed malformed) {
            reject(input, record, malformed);
            return;
        }
        String key = Objects.requireNonNull(((Event) decoded).key(), "a decoder with a key pointer gives a key");
        send(input, record.withKey(key.getBytes(StandardCharsets.UTF_8)));
    }

    private void delete(InputRecord input, Record<byte[], byte[]> record) {
        if (record.key() == null || record.key().length == 0) {
            reject(input, record, new Malformed(DeadLetterReason.NO_KEY, "the record has neither a key nor a value"));
        } else {
            send(input, record);
        }
    }

    private void send(InputRecord input, Record<byte[], byte[]> keyed) {
        Record<byte[], byte[]> repartitioned = keyed.withHeaders(SourceHeaders.repartitioned(input));
        if (sent.fits(repartitioned)) {
            context().forward(repartitioned, TopologyNames.KEYED_EVENTS_SINK);
        } else {
            reject(
                    input,
                    keyed.withKey(input.key()),
                    new Malformed(
                            DeadLetterReason.TOO_LARGE,
                            "the event and its headers exceed the limit of the repartition topic, " + sent.maxBytes()
                                    + " bytes"));
        }
    }

    private void reject(InputRecord input, Record<byte[], byte[]> record, Malformed malformed) {
        Record<byte[], byte[]> letter = record.withHeaders(SourceHeaders.rejected(input, malformed, false));
        context().forward(rejected.cut(letter), TopologyNames.KEYING_DEAD_LETTERS);
        metrics.deadLetter(malformed);
        outcomes.rejected(input, malformed);
    }
}
