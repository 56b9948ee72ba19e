package io.sluice.engine;

import io.sluice.Internal;
import io.sluice.event.DeadLetterReason;
import io.sluice.event.Decoded;
import io.sluice.event.Event;
import io.sluice.event.Malformed;
import io.sluice.event.RecordKey;
import io.sluice.state.KeyState;
import io.sluice.state.StateException;
import io.sluice.stream.PolledRecords;
import io.sluice.stream.ScoringMetrics;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Look-ahead batching: many keys advance in one call of the model, yet each record takes effect in its own turn.
 *
 * <p>A model step costs tens of microseconds alone and less than one in a large batch, but Kafka Streams hands a
 * processor one record at a time, and whatever a processor holds back is lost: a commit may fall between any two
 * records, and no hook of the public API runs before it. So nothing is held back here. When a record comes whose
 * outcome is not known, the records of its partition that the consumer has already polled are decoded and stepped in
 * rounds. A round holds each key at most once; the k-th event of a key goes into round k and feeds on the state that
 * round k - 1 left. The outcomes wait in memory. Applying an outcome (store, forward) happens in {@code process()} of
 * its own record and nowhere else.
 *
 * <p>Therefore, at every commit, rebalance, crash and close the store, its changelog, the predictions and the offsets
 * are what they would be if every record had been stepped in its turn. The outcomes are a cache: dropping them costs
 * time, never data.
 *
 * <p>An outcome counts only if what it assumed still holds in its turn: the key's record before it was applied last
 * ({@link PendingKey}), the key is as expired or alive as was thought, and the record's timestamp is the same.
 * Otherwise the record is stepped alone, from the store. So a wrong guess (topics of one task interleave differently,
 * another writer touched the key) costs a call and is counted.
 *
 * <p>Alone or ahead runs through the same code with the same padding of batches, so the results are the same bit for
 * bit where the model's rows do not depend on each other.
 *
 * <p>A task has one look-ahead, used by its stream thread alone.
 */
@Internal
public final class LookAhead {
    /** How far ahead of its turn a record is stepped at most; as many as Kafka Streams buffers of a partition. */
    static final int LIMIT = 1000;

    public static final String RESET_HEADER = "sluice-reset";

    private final BatchScorer engine;
    private final PolledRecords polled;
    private final Function<byte[], KeyState> stored;
    private final ScoringMetrics metrics;
    private final Map<TopicPartition, Deque<PendingRecord>> ready = new HashMap<>();
    private final Map<String, PendingKey> chains = new HashMap<>();

    /**
     * A look-ahead without outcomes.
     *
     * @param stored reads a key's state from the task's store, null where there is none
     */
    public LookAhead(
            BatchScorer engine,
            PolledRecords polled,
            Function<byte[], @Nullable KeyState> stored,
            ScoringMetrics metrics) {
        this.engine = engine;
        this.polled = polled;
        this.stored = stored;
        this.metrics = metrics;
    }

    /**
     * The outcome of a record whose turn has come. The caller applies it and says so with {@link #applied} before it
     * asks for the next.
     *
     * @param streamTime the task's stream time, this record's timestamp included
     */
    public PendingRecord next(InputRecord arrival, long streamTime) {
        PendingRecord ahead = takeReady(arrival);
        if (ahead == null) {
            stepAhead(arrival, streamTime);
            ahead = takeReady(arrival);
        }
        if (ahead == null) {
            return alone(arrival, streamTime, ScoringMetrics.Alone.NOT_POLLED);
        }
        return ahead.holds(arrival.timestamp(), streamTime, engine.policy())
                ? ahead
                : alone(arrival, streamTime, ScoringMetrics.Alone.ASSUMPTION_FAILED);
    }

    /** The record's outcome has taken effect. */
    public void applied(PendingRecord ahead) {
        PendingKey chain = ahead.chain();
        if (chain != null) {
            chain.applied(ahead);
            leave(chain);
        }
    }

    /** Must be called by whatever else writes the key. */
    public void invalidate(String key) {
        PendingKey chain = chains.remove(key);
        if (chain != null) {
            chain.breakOff();
        }
    }

    /** Drops all outcomes; records that come later are stepped again. */
    public void clear() {
        ready.clear();
        chains.clear();
    }

    private @Nullable PendingRecord takeReady(InputRecord arrival) {
        Deque<PendingRecord> queue = ready.get(arrival.partition());
        if (queue == null) {
            return null;
        }
        while (!queue.isEmpty() && queue.getFirst().arrival().offset() < arrival.offset()) {
            drop(queue.removeFirst());
        }
        if (!queue.isEmpty() && queue.getFirst().arrival().offset() == arrival.offset()) {
            return queue.removeFirst();
        }
        queue.forEach(this::drop);
        queue.clear();
        return null;
    }

    /** A record that never had its turn was not applied, so nothing that stands on it holds. */
    private void drop(PendingRecord ahead) {
        PendingKey chain = ahead.chain();
        if (chain != null) {
            chain.breakOff();
            leave(chain);
        }
    }

    private void leave(PendingKey chain) {
        if (chain.leave()) {
            chains.remove(chain.key(), chain);
        }
    }

    private void stepAhead(InputRecord arrival, long streamTime) {
        List<InputRecord> arrivals = polled.take(arrival.partition(), arrival.offset(), LIMIT).stream()
                .map(InputRecord::polled)
                .toList();
        if (arrivals.isEmpty()) {
            return;
        }
        try {
            ready.put(arrival.partition(), step(arrivals, streamTime));
        } catch (StateException ofOneAmongThem) {
            clear(); // each is stepped alone now, and the one that cannot be will say so in its turn
        }
    }

    private PendingRecord alone(InputRecord arrival, long streamTime, ScoringMetrics.Alone why) {
        metrics.alone(why);
        if (arrival.key() != null) {
            RecordKey.decode(arrival.key()).ifPresent(this::invalidate);
        }
        return step(List.of(arrival), streamTime).removeFirst();
    }

    /** Computes the outcomes of records in their order. */
    private Deque<PendingRecord> step(List<InputRecord> arrivals, long streamTime) {
        Deque<PendingRecord> aheads = new ArrayDeque<>(arrivals.size());
        List<PendingKey> touched = new ArrayList<>();
        long time = streamTime;
        for (InputRecord arrival : arrivals) {
            time = Math.max(time, arrival.timestamp());
            aheads.add(read(arrival, time, touched));
        }
        engine.prepare(aheads);
        stepInRounds(touched);
        return aheads;
    }

    private void stepInRounds(List<PendingKey> touched) {
        List<PendingKey> chainsOfRound = touched;
        while (!chainsOfRound.isEmpty()) {
            List<PendingKey> stepping = new ArrayList<>(chainsOfRound.size());
            List<PendingRecord> round = new ArrayList<>(chainsOfRound.size());
            for (PendingKey chain : chainsOfRound) {
                PendingRecord next = chain.nextToStep(engine::delete);
                if (next != null) {
                    stepping.add(chain);
                    round.add(next);
                }
            }
            engine.step(stepping, round);
            chainsOfRound = stepping;
        }
    }

    private PendingRecord read(InputRecord arrival, long streamTime, List<PendingKey> touched) {
        byte[] key = arrival.key();
        if (key == null) {
            return rejected(arrival, streamTime, new Malformed(DeadLetterReason.NO_KEY, "the record has no key"));
        }
        Optional<String> text = RecordKey.decode(key);
        if (text.isEmpty()) {
            return rejected(
                    arrival, streamTime, new Malformed(DeadLetterReason.KEY_NOT_UTF8, "the record's key is not UTF-8"));
        }
        byte[] value = arrival.value();
        if (value == null) {
            Malformed tooLarge = engine.tooLarge(arrival);
            return tooLarge != null
                    ? rejected(arrival, streamTime, tooLarge)
                    : chained(new PendingRecord(arrival, streamTime, null, false), key, text.get(), touched);
        }
        Decoded decoded = engine.decode(value, arrival);
        if (decoded instanceof Malformed malformed) {
            return rejected(arrival, streamTime, malformed);
        }
        return chained(
                new PendingRecord(arrival, streamTime, (Event) decoded, asksForReset(arrival)),
                key,
                text.get(),
                touched);
    }

    private static PendingRecord rejected(InputRecord arrival, long streamTime, Malformed malformed) {
        PendingRecord ahead = new PendingRecord(arrival, streamTime, null, false);
        ahead.conclude(new Outcome.Rejected(malformed));
        return ahead;
    }

    private PendingRecord chained(PendingRecord ahead, byte[] key, String text, List<PendingKey> touched) {
        PendingKey chain = chains.computeIfAbsent(text, unused -> new PendingKey(text, stored.apply(key)));
        if (chain.append(ahead)) {
            touched.add(chain);
        }
        return ahead;
    }

    private static boolean asksForReset(InputRecord arrival) {
        Header header = arrival.headers().lastHeader(RESET_HEADER);
        return header != null
                && header.value() != null
                && Boolean.parseBoolean(new String(header.value(), StandardCharsets.UTF_8));
    }
}
