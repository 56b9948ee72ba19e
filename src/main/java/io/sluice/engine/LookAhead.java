package io.sluice.engine;

import io.sluice.event.RecordKey;
import io.sluice.state.KeyState;
import io.sluice.state.ResumePolicy;
import io.sluice.state.StateException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
 * round k and feeds on the state that round k - 1 left. The outcomes wait in memory. A record's outcome takes effect
 * (forward, store) in {@code process()} of that record and nowhere else.
 *
 * <p>The work of one call is limited in time ({@link Rounds}). Records whose round has not come keep their place, and
 * the call that needs the first of them goes on with the rounds. So a slow model or a hot key cannot hold a thread
 * beyond its transaction timeout.
 *
 * <p>Therefore store, changelog, predictions and offsets are always the same as if every record had been stepped in its
 * turn: at every commit, rebalance, crash and close. The outcomes are a cache. Dropping them costs time, never data.
 *
 * <p>An outcome counts only if its assumptions hold when its turn comes: all earlier outcomes of the key were applied
 * ({@link PendingKey}), the decision on the key's state is the same ({@link Start}), and the record's timestamp is the
 * same. Otherwise the record is stepped alone, from the store. So a wrong guess costs one call and is counted. Guesses
 * are wrong, for example, when the topics of one task interleave differently, or when another writer changed the key.
 *
 * <p>A record alone and a record in a batch run through the same code with the same padding of batches. So the results
 * are the same bit for bit if the model's rows do not depend on each other.
 *
 * <p>Each task has one look-ahead. Only the task's stream thread uses it.
 */
public final class LookAhead {
    private final RecordReader reader;
    private final ResumePolicy policy;
    private final PolledRecordSource polled;
    private final Function<byte[], byte @Nullable []> store;
    private final EngineListener listener;
    private final Rounds rounds;
    private final int limit;
    private final Map<TopicPartition, Deque<Turn>> turns = new HashMap<>();
    private final Map<String, PendingKey> keys = new HashMap<>();
    private List<PendingKey> unfinished = new ArrayList<>();

    /**
     * A pending record and its place among the records of its key.
     *
     * @param key null if the record is rejected without regard to a key
     */
    private record Turn(PendingRecord pending, @Nullable PendingKey key, int position) {}

    /**
     * A look-ahead without pending records.
     *
     * @param limit the largest number of records to read ahead
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
        Turn turn = turn(record, streamTime);
        if (turn.pending.outcome() instanceof Outcome.Scored scored) {
            scored.state().appliedAt(streamTime);
        }
        effect.accept(turn.pending.outcome());
        PendingKey key = turn.key;
        if (key != null) {
            key.applied();
            forgetIfDone(key);
        }
    }

    private Turn turn(InputRecord record, long streamTime) {
        Turn turn = take(record);
        if (turn == null) {
            readAhead(record, streamTime);
            turn = take(record);
        }
        if (turn == null) {
            return alone(record, streamTime, EngineListener.Alone.NOT_POLLED);
        }
        return leads(turn) && isStepped(turn) && turn.pending.holds(record, streamTime, policy)
                ? turn
                : alone(record, streamTime, EngineListener.Alone.ASSUMPTION_FAILED);
    }

    /** Returns true if all outcomes that the record's outcome builds on were applied. */
    private static boolean leads(Turn turn) {
        return turn.key == null || turn.key.leadsTo(turn.position);
    }

    /** Steps the record and others, if an earlier call ran out of time before the record's round. */
    private boolean isStepped(Turn turn) {
        if (!turn.pending.isConcluded()) {
            stepRounds();
        }
        return turn.pending.isConcluded();
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
        turns.clear();
        keys.clear();
        unfinished = new ArrayList<>();
    }

    private @Nullable Turn take(InputRecord record) {
        Deque<Turn> queue = turns.get(record.partition());
        if (queue == null) {
            return null;
        }
        while (!queue.isEmpty() && offset(queue) < record.offset()) {
            drop(queue.removeFirst());
        }
        if (!queue.isEmpty() && offset(queue) == record.offset()) {
            return queue.removeFirst();
        }
        queue.forEach(this::drop);
        queue.clear();
        return null;
    }

    private static long offset(Deque<Turn> queue) {
        return queue.getFirst().pending.record().offset();
    }

    /** Drops a record that never had its turn. It was not applied, so no later outcome of its key counts. */
    private void drop(Turn turn) {
        PendingKey key = turn.key;
        if (key != null) {
            key.drop();
            forgetIfDone(key);
        }
    }

    private void forgetIfDone(PendingKey key) {
        if (key.isDone()) {
            keys.remove(key.key(), key);
        }
    }

    private void readAhead(InputRecord record, long streamTime) {
        List<InputRecord> records = polled.take(record.partition(), record.offset(), limit);
        if (!records.isEmpty()) {
            turns.put(record.partition(), add(records, streamTime, unfinished));
        }
    }

    /** Steps rounds until the budget of time is spent, at least one. */
    private void stepRounds() {
        try {
            unfinished = rounds.step(unfinished);
        } catch (StateException e) {
            clear(); // now each record is stepped alone, and the one whose state cannot be continued fails in its turn
        }
    }

    private Turn alone(InputRecord record, long streamTime, EngineListener.Alone reason) {
        listener.steppedAlone(reason);
        if (record.key() != null) {
            RecordKey.decode(record.key()).ifPresent(this::invalidate);
        }
        List<PendingKey> touched = new ArrayList<>(1);
        Turn turn = add(List.of(record), streamTime, touched).removeFirst();
        rounds.step(touched);
        return turn;
    }

    /** Reads records and adds each to the pending records of its key. */
    private Deque<Turn> add(List<InputRecord> records, long streamTime, List<PendingKey> touched) {
        List<Request> requests = reader.read(records);
        Deque<Turn> queue = new ArrayDeque<>(records.size());
        long time = streamTime;
        for (int i = 0; i < records.size(); i++) {
            time = Math.max(time, records.get(i).timestamp());
            queue.add(add(new PendingRecord(records.get(i), requests.get(i), time), touched));
        }
        return queue;
    }

    private Turn add(PendingRecord pending, List<PendingKey> touched) {
        if (!(pending.request() instanceof Request.OfKey request)) {
            return new Turn(pending, null, 0);
        }
        PendingKey key = keys.computeIfAbsent(request.key(), text -> new PendingKey(text, stored(pending.record())));
        int position = key.add(pending);
        if (key.hasOneUnstepped()) {
            touched.add(key);
        }
        return new Turn(pending, key, position);
    }

    private @Nullable KeyState stored(InputRecord record) {
        byte[] key = record.key();
        return key == null ? null : policy.read(store.apply(key));
    }
}
