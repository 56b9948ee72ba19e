package io.sluice.stream;

import io.sluice.config.SluiceConfig;
import io.sluice.engine.Engine;
import io.sluice.engine.InputRecord;
import io.sluice.engine.LookAhead;
import io.sluice.engine.Outcome;
import io.sluice.engine.OutcomeListener;
import io.sluice.engine.SourceHeaders;
import io.sluice.event.Malformed;
import io.sluice.event.RecordKey;
import io.sluice.format.EventFormat;
import io.sluice.state.KeyState;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The scoring of one task: applies the outcome of each record in its turn. An outcome is a prediction and a new state,
 * a deletion, or a dead letter.
 */
final class TaskScorer implements AutoCloseable {
    private final ProcessorContext<byte[], byte[]> context;
    private final KeyValueStore<byte[], byte[]> store;
    private final ModelPool models;
    private final ScoringMetrics metrics;
    private final OutcomeListener outcomes;
    private final AtomicLong streamTime;
    private final AtomicLong publishedKeys;
    private final KeyCount keys;
    private final Engine engine;
    private final LookAhead lookAhead;
    private final TaskClock clock;
    private final StateSweep sweep;
    private final EventFormat format;
    private final boolean repartitioned;
    private final DeadLetterLimit deadLetterLimit;

    TaskScorer(SluiceConfig config, ModelPool models, ProcessorContext<byte[], byte[]> context) {
        this.context = context;
        this.store = context.getStateStore(TopologyNames.STORE);
        this.models = models;
        this.metrics = models.metrics();
        this.outcomes = models.outcomes();
        this.streamTime = models.streamTimes().of(context.taskId().partition());
        streamTime.set(context.currentStreamTimeMs());
        this.publishedKeys = models.keyCounts().begin(context.taskId().partition());
        this.keys = new KeyCount(store, publishedKeys);
        this.engine = models.acquire();
        this.lookAhead = engine.lookAhead(models.polled(), store::get);
        this.clock = new TaskClock(models::isConnected);
        this.sweep = new StateSweep(store, engine.policy(), clock, metrics, findings());
        this.format = config.events().format();
        this.repartitioned = config.repartitions();
        this.deadLetterLimit = new DeadLetterLimit(models.limits().sizes().deadLetters());
        sweep.schedule(context);
        countKeys(config.stateStore());
    }

    private void countKeys(SluiceConfig.StateStore kind) {
        switch (kind) {
            case MEMORY -> keys.take();
            case ROCKSDB -> keys.schedule(context);
        }
    }

    void process(Record<byte[], byte[]> record) {
        clock.processed();
        InputRecord input = ProcessedRecords.input(context, record);
        long now = context.currentStreamTimeMs();
        lookAhead.process(input, now, outcome -> apply(outcome, input, record));
        streamTime.lazySet(now);
        if (!models.processed().add(input.partition(), input.offset())) {
            metrics.repeated();
        }
    }

    private void apply(Outcome outcome, InputRecord input, Record<byte[], byte[]> record) {
        if (outcome instanceof Outcome.Scored scored) {
            advance(scored, input, record);
        } else if (outcome instanceof Outcome.Rejected rejected) {
            reject(rejected.malformed(), input, record);
        } else if (outcome instanceof Outcome.Deleted deleted) {
            alert(record, deleted.alerts());
            store.delete(record.key());
            if (deleted.hadState()) {
                keys.removed(record.key());
            }
            metrics.deleted();
            RecordKey.decode(record.key()).ifPresent(key -> outcomes.removed(key, OutcomeListener.Removal.DELETED));
        }
    }

    /**
     * Forwards before it puts, so that a record whose forward fails leaves the state as it was. Kafka Streams 4.4 then
     * aborts the transaction and restores the state. If it processed the record again, it would find the right state,
     * too.
     */
    private void advance(Outcome.Scored scored, InputRecord input, Record<byte[], byte[]> record) {
        context.forward(
                record.withValue(scored.prediction()).withHeaders(SourceHeaders.predicted(input, format)),
                TopologyNames.PREDICTIONS);
        alert(record, scored.alerts());
        store.put(record.key(), scored.state().bytes());
        if (scored.isOfNewKey()) {
            keys.added(record.key());
        }
        models.sample().offer(record.value());
        metrics.scored(scored, context.currentSystemTimeMs() - record.timestamp());
        outcomes.scored(input, scored);
    }

    /**
     * Sends alerts. They have the record's key and the headers of its trace, which the prediction has, too. So they are
     * never larger than the prediction.
     */
    private void alert(Record<byte[], byte[]> record, List<byte[]> alerts) {
        for (byte[] alert : alerts) {
            context.forward(
                    record.withValue(alert).withHeaders(SourceHeaders.traced(record.headers())), TopologyNames.ALERTS);
        }
    }

    private void reject(Malformed malformed, InputRecord input, Record<byte[], byte[]> record) {
        Record<byte[], byte[]> letter = record.withKey(SourceHeaders.sourceKey(input, repartitioned))
                .withHeaders(SourceHeaders.rejected(input, malformed, repartitioned));
        context.forward(deadLetterLimit.cut(letter), TopologyNames.DEAD_LETTERS);
        metrics.deadLetter(malformed);
        outcomes.rejected(SourceHeaders.original(input, repartitioned), malformed);
    }

    /** Tells the alert topic what the sweep finds. */
    private StateSweep.Findings findings() {
        return new StateSweep.Findings() {
            @Override
            public void expired(byte[] key, KeyState state) {
                tell(key, text -> engine.expiryAlerts(text, state));
                RecordKey.decode(key).ifPresent(text -> outcomes.removed(text, OutcomeListener.Removal.EXPIRED));
            }

            @Override
            public void removed(byte[] key) {
                keys.removed(key);
            }

            @Override
            public void silent(byte[] key, KeyState state) {
                tell(key, text -> List.of(engine.silenceAlert(text, state)));
            }
        };
    }

    private void tell(byte[] key, Function<String, List<byte[]>> alerts) {
        RecordKey.decode(key).ifPresent(text -> {
            lookAhead.invalidate(text);
            long time = models.limits().times().nearest(context.currentStreamTimeMs(), context.currentSystemTimeMs());
            alert(new Record<>(key, key, time), alerts.apply(text));
        });
    }

    @Override
    public void close() {
        sweep.close();
        keys.close();
        models.keyCounts().end(context.taskId().partition(), publishedKeys);
        lookAhead.clear();
        models.polled().forget(context.taskId().partition());
        models.release(engine);
    }
}
