package io.sluice.engine;

import io.sluice.state.KeyState;
import io.sluice.state.ResumePolicy;
import io.sluice.state.StateException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Look-ahead batching: many keys advance in one call of the model, yet each record takes effect in its own turn.
 *
 * <p>A step of {@code sensor-anomaly} takes about 300 microseconds for one row, and 1.2 microseconds per row for 512
 * rows. But Kafka Streams hands a processor one record at a time, and a processor loses whatever it holds back: a
 * commit may fall between any two records, and no hook of the public API runs before it. So look-ahead holds nothing
 * back. When a record comes without an outcome, look-ahead decodes the records of its partition that the consumer has
 * already polled, and steps them in rounds. A round holds each key at most once. The k-th event of a key goes into
 * round k and feeds on the state that round k - 1 left. (A model that takes runs advances a key by several of its
 * events in one round.) The outcomes wait in memory. A record's outcome takes effect (forward, store) in
 * {@code process()} of that record and nowhere else.
 *
 * <p>The work of one call is limited in time ({@link Rounds}). Records whose round has not come keep their place, and
 * the call that needs the first of them goes on with the rounds. So a slow model or a hot key cannot hold a thread
 * beyond its transaction timeout.
 *
 * <p>Therefore store, changelog, predictions and offsets are always the same as if every record had been stepped in its
 * turn: at every commit, rebalance, crash and close. The outcomes are a cache. Dropping them costs time, never data.
 *
 * <p>A task with several input topics interleaves their records, so look-ahead puts all polled records of the task into
 * the order that Kafka Streams will take ({@link ExpectedOrder}).
 *
 * <p>An outcome counts only if its assumptions hold when its turn comes: all earlier outcomes of the key were applied
 * ({@link PendingKey}), the decision on the key's state is the same ({@link Start}), and the record's timestamp is the
 * same. If not, the key starts again ahead, from the store, and so do all keys whose records come in another order than
 * expected. This drops outcomes. Without credit for that, the record is stepped alone, from the store. Each processed
 * record gives the credit to drop one outcome, so wrong guesses at most double the work. Both are counted. Guesses are
 * wrong, for example, when a topic of the task falls behind, or when another writer changed the key.
 *
 * <p>A record alone and a record in a batch run through the same code with the same padding of batches. So the results
 * are the same bit for bit if the model's rows do not depend on each other.
 *
 * <p>Each task has one look-ahead. Only the task's stream thread uses it.
 */
public final class LookAhead {
    private static final int MOST_CREDIT = 4000;

    private final RecordReader reader;
    private final ResumePolicy policy;
    private final PolledRecordSource polled;
    private final Function<byte[], byte @Nullable []> store;
    private final EngineListener listener;
    private final Rounds rounds;
    private final int limit;
    private final WaitingRecords waiting = new WaitingRecords();
    private final Map<String, PendingKey> keys = new HashMap<>();
    private List<PendingKey> unfinished = new ArrayList<>();

    /** The number of outcomes that may be dropped. */
    private long credit = MOST_CREDIT;

    /**
     * A look-ahead without pending records.
     *
     * @param limit the largest number of records of a partition to read ahead
     */
    LookAhead(
            RecordReader reader,
            ResumePolicy policy,
            PolledRecordSource polled,
            Function<byte[], byte @Nullable []> store,
            Rounds rounds,
            int limit,
            EngineListener listener) {
        this.reader = reader;
        this.policy = policy;
        this.polled = polled;
        this.store = store;
        this.rounds = rounds;
        this.limit = limit;
        this.listener = listener;
    }

    /**
     * Processes a record whose turn has come: finds its outcome and lets it take effect.
     *
     * @param streamTime the task's stream time in milliseconds, this record's timestamp included
     * @param effect writes the outcome to the store and sends its messages; if it throws, the record may come again
     * @throws StateException if the key's stored state cannot be continued and may not be reset
     */
    public void process(InputRecord record, long streamTime, Consumer<Outcome> effect) {
        PendingRecord pending = turn(record, streamTime);
        Outcome outcome = pending.outcome();
        if (outcome instanceof Outcome.Scored scored) {
            scored.state().appliedAt(streamTime);
        }
        effect.accept(outcome);
        applied(pending);
    }

    private void applied(PendingRecord pending) {
        credit = Math.min(credit + 1, MOST_CREDIT);
        waiting.remove(pending.record());
        PendingKey key = leading(pending);
        if (key != null) {
            key.applied();
            if (key.isDone()) {
                keys.remove(key.key());
            }
        }
    }

    private PendingRecord turn(InputRecord record, long streamTime) {
        PendingRecord pending = waiting.find(record, this::drop);
        if (pending == null) {
            readAhead(record, streamTime);
            pending = waiting.find(record, this::drop);
        }
        if (pending == null) {
            return alone(record, streamTime, EngineListener.Alone.NOT_POLLED);
        }
        if (isReady(pending, record, streamTime)
                || (startsAgain(pending, record, streamTime) && isReady(pending, record, streamTime))) {
            return pending;
        }
        return alone(record, streamTime, EngineListener.Alone.ASSUMPTION_FAILED);
    }

    /** Returns true if the record's outcome counts. Steps the record and others if its round has not come. */
    private boolean isReady(PendingRecord pending, InputRecord record, long streamTime) {
        if (pending.request() instanceof Request.OfKey && leading(pending) == null) {
            return false;
        }
        if (!pending.isConcluded()) {
            stepRounds();
        }
        return pending.isConcluded() && pending.holds(record, streamTime, policy);
    }

    /** Returns the record's key if all outcomes that the record builds on were applied; null if not. */
    private @Nullable PendingKey leading(PendingRecord pending) {
        PendingKey key = pending.request() instanceof Request.OfKey request ? keys.get(request.key()) : null;
        return key != null && key.leadsTo(pending) ? key : null;
    }

    /** Drops the outcomes of a key. Whatever else writes the key must call this. */
    public void invalidate(String key) {
        PendingKey pending = keys.remove(key);
        if (pending != null) {
            pending.breakOff();
        }
    }

    /** Drops all outcomes. Records that come later are stepped again. */
    public void clear() {
        waiting.clear();
        keys.clear();
        unfinished = new ArrayList<>();
    }

    /** Drops a record that never had its turn. It was not applied, so no later outcome of its key counts. */
    private void drop(PendingRecord pending) {
        if (pending.request() instanceof Request.OfKey request) {
            invalidate(request.key());
        }
    }

    private void readAhead(InputRecord record, long streamTime) {
        List<InputRecord> records = polled.take(record.partition(), record.offset(), limit);
        if (!records.isEmpty()) {
            waiting.add(read(records));
            plan(record.partition(), streamTime);
        }
    }

    /** Starts the record's key again, and with it all keys whose records come in another order than expected. */
    private boolean startsAgain(PendingRecord pending, InputRecord processed, long streamTime) {
        if (credit <= 0 || processed.timestamp() != pending.record().timestamp()) {
            return false;
        }
        drop(pending);
        plan(processed.partition(), streamTime);
        return true;
    }

    /**
     * Gives each key its waiting records in the order that is expected now. New records follow those that wait already.
     * A key whose waiting records come in another order starts again.
     */
    private void plan(TopicPartition current, long streamTime) {
        Collection<PendingRecord> order = waiting.inExpectedOrder(current);
        try {
            restart(follow(order, streamTime), order);
        } catch (StateException e) {
            clear(); // now each record is stepped alone, and the one whose state cannot be continued fails in its turn
        }
    }

    /** Adds the new records to their keys, and returns the keys that must start again. */
    private Set<String> follow(Collection<PendingRecord> order, long streamTime) {
        keys.values().forEach(PendingKey::rewind);
        Set<String> disordered = new HashSet<>();
        long time = streamTime;
        for (PendingRecord pending : order) {
            time = Math.max(time, pending.record().timestamp());
            pending.expectAt(time);
            if (pending.request() instanceof Request.OfKey request && !follow(pending, request.key())) {
                disordered.add(request.key());
            }
        }
        return disordered;
    }

    private boolean follow(PendingRecord pending, String text) {
        PendingKey known = keys.get(text);
        if (known == null && pending.isPlanned()) {
            return false;
        }
        PendingKey key = known == null ? begin(text, pending) : known;
        boolean idle = !key.hasUnstepped();
        boolean follows = key.follow(pending);
        if (idle && key.hasUnstepped()) {
            unfinished.add(key);
        }
        return follows;
    }

    private PendingKey begin(String text, PendingRecord first) {
        PendingKey begun = new PendingKey(text, stored(first.record().key()));
        keys.put(text, begun);
        return begun;
    }

    private @Nullable KeyState stored(byte @Nullable [] key) {
        byte[] stored = key == null ? null : store.apply(key);
        return stored == null ? null : policy.read(stored);
    }

    /** Starts keys again from the store, if there is credit for the outcomes that this drops. */
    private void restart(Set<String> disordered, Collection<PendingRecord> order) {
        disordered.forEach(this::invalidate);
        if (disordered.isEmpty() || credit <= 0) {
            return;
        }
        int discarded = 0;
        for (PendingRecord pending : order) {
            if (pending.request() instanceof Request.OfKey request && disordered.contains(request.key())) {
                discarded += pending.isConcluded() ? 1 : 0;
                pending.restart();
                follow(pending, request.key());
            }
        }
        credit -= discarded;
        listener.discarded(discarded);
    }

    private List<PendingRecord> read(List<InputRecord> records) {
        List<Request> requests = reader.read(records);
        List<PendingRecord> read = new ArrayList<>(records.size());
        for (int i = 0; i < records.size(); i++) {
            read.add(new PendingRecord(records.get(i), requests.get(i)));
        }
        return read;
    }

    /** Steps rounds until the budget of time is spent, at least one. */
    private void stepRounds() {
        try {
            unfinished = rounds.step(unfinished);
        } catch (StateException e) {
            clear(); // as above
        }
    }

    private PendingRecord alone(InputRecord record, long streamTime, EngineListener.Alone reason) {
        listener.steppedAlone(reason);
        PendingRecord pending = read(List.of(record)).get(0);
        pending.expectAt(streamTime);
        if (pending.request() instanceof Request.OfKey request) {
            invalidate(request.key());
            PendingKey key = begin(request.key(), pending);
            key.follow(pending);
            rounds.step(List.of(key));
        }
        return pending;
    }
}
