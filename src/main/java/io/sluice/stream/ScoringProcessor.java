package io.sluice.stream;

import io.sluice.config.SluiceConfig;
import io.sluice.engine.BatchScorer;
import io.sluice.engine.InputRecord;
import io.sluice.engine.LookAhead;
import io.sluice.engine.Outcome;
import io.sluice.engine.PendingRecord;
import io.sluice.event.Malformed;
import io.sluice.event.RecordKey;
import io.sluice.format.EventFormat;
import io.sluice.score.Incident;
import io.sluice.state.KeyState;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Applies the outcome of each record in its turn: a put and a prediction, a deletion, or a dead letter. */
final class ScoringProcessor implements Processor<byte[], byte[], byte[], byte[]> {
    private final SluiceConfig config;
    private final ModelPool scoring;
    private final EventFormat format;

    private @Nullable Task task;

    /** What lives from {@code init} to {@code close}. */
    private record Task(
            ProcessorContext<byte[], byte[]> context,
            KeyValueStore<byte[], byte[]> store,
            BatchScorer engine,
            LookAhead lookAhead,
            ExpirySweep sweep) {}

    ScoringProcessor(SluiceConfig config, ModelPool scoring) {
        this.config = config;
        this.scoring = scoring;
        this.format = config.eventFormat();
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> context) {
        KeyValueStore<byte[], byte[]> store = context.getStateStore(ScoringTopology.STORE);
        BatchScorer engine = scoring.acquire();
        LookAhead lookAhead =
                new LookAhead(engine, scoring.polled(), key -> engine.policy().read(store.get(key)), scoring.metrics());
        ExpirySweep sweep =
                new ExpirySweep(store, engine.policy(), scoring.metrics(), (key, state) -> expire(task(), key, state));
        task = new Task(context, store, engine, lookAhead, sweep);
        if (config.stateTtlMillis() > 0) {
            sweep.schedule(context);
        }
    }

    /** The sweep is about to remove a key. */
    private static void expire(Task task, byte[] key, KeyState state) {
        RecordKey.decode(key).ifPresent(text -> {
            task.lookAhead.invalidate(text);
            Record<byte[], byte[]> now = new Record<>(key, key, task.context.currentStreamTimeMs());
            alert(task, now, task.engine.alerts().expired(text, state));
        });
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        Task task = task();
        RecordMetadata at = task.context.recordMetadata().orElseThrow();
        InputRecord arrival = InputRecord.processed(at, record);
        PendingRecord ahead = task.lookAhead.next(arrival, task.context.currentStreamTimeMs());
        apply(task, arrival, record, ahead);
        task.lookAhead.applied(ahead);
    }

    private void apply(Task task, InputRecord arrival, Record<byte[], byte[]> record, PendingRecord ahead) {
        Outcome outcome = ahead.outcome();
        if (outcome instanceof Outcome.Scored scored) {
            // First forward: where it times out, Kafka Streams processes the record again, from the state as it was.
            task.context.forward(
                    record.withValue(scored.prediction()).withHeaders(SourceHeaders.predicted(arrival, format)),
                    ScoringTopology.PREDICTIONS);
            alert(task, record, scored.alerts());
            task.store.put(record.key(), scored.state().bytes());
            Incident incident = scored.incident();
            scoring.metrics().predicted(incident != null && incident.phase() == Incident.Phase.OPENED);
            scoring.metrics().cutOff(ahead.cutOff());
            scoring.metrics().unknownItem(ahead.isOfUnknownItem());
        } else if (outcome instanceof Outcome.Rejected rejected) {
            reject(task, arrival, record, rejected.malformed());
        } else if (outcome instanceof Outcome.Deleted deleted) {
            alert(task, record, deleted.alerts());
            task.store.delete(record.key());
            scoring.metrics().deleted();
        }
    }

    /** Alerts are of the key and carry no headers, so they are never larger than the prediction that came before. */
    private static void alert(Task task, Record<byte[], byte[]> record, List<byte[]> alerts) {
        for (byte[] alert : alerts) {
            task.context.forward(record.withValue(alert).withHeaders(new RecordHeaders()), ScoringTopology.ALERTS);
        }
    }

    private void reject(Task task, InputRecord arrival, Record<byte[], byte[]> record, Malformed malformed) {
        boolean repartitioned = config.repartitions();
        Record<byte[], byte[]> letter = record.withKey(SourceHeaders.sourceKey(arrival, repartitioned))
                .withHeaders(SourceHeaders.rejected(arrival, malformed, repartitioned));
        task.context.forward(new RecordLimit(config.maxRequestBytes()).fit(letter), ScoringTopology.DEAD_LETTERS);
        scoring.metrics().deadLetter(malformed.reason());
    }

    @Override
    public void close() {
        if (task != null) {
            task.sweep.close();
            task.lookAhead.clear();
            scoring.polled().forget(task.context.taskId().partition());
            scoring.release(task.engine);
            task = null;
        }
    }

    private Task task() {
        return Objects.requireNonNull(task, "process before init");
    }
}
