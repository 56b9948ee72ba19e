package io.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.model.ReferenceGruModel;
import io.sluice.state.KeyState;
import io.sluice.state.Resumption;
import io.sluice.stream.TestModels;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

/** Look-ahead without Kafka Streams: the polled records are a list, and the store is a map. */
class LookAheadTest {
    private static final TopicPartition EVENTS = new TopicPartition("events", 0);
    private static final ServingModel MODEL = TestModels.spec("value");

    private final Map<String, byte[]> store = new HashMap<>();
    private final List<Integer> rounds = new ArrayList<>();
    private final List<EngineListener.Alone> alone = new ArrayList<>();
    private final List<String> outcomes = new ArrayList<>();
    private final LookAhead lookAhead = lookAhead(1000);
    private int discarded;
    private List<InputRecord> polled = List.of();
    private long nextOffset;
    private long now;
    private long stepNanos;

    /** A look-ahead with a budget of 100 ns and a clock that only the model advances. */
    private LookAhead lookAhead(int limit) {
        ReferenceGruModel model = TestModels.model(MODEL);
        EngineSettings settings = EngineSettings.DEFAULTS;
        EngineListener listener = new EngineListener() {
            @Override
            public void step(int rows, Runnable step) {
                rounds.add(rows);
                now += stepNanos;
                step.run();
            }

            @Override
            public void started(Resumption resumption) {}

            @Override
            public void steppedAlone(Alone reason) {
                alone.add(reason);
            }

            @Override
            public void discarded(int outcomes) {
                discarded += outcomes;
            }
        };
        BatchScorer scorer = new BatchScorer(MODEL, model, settings, listener);
        RecordReader reader = new RecordReader(
                settings.events().decoder(MODEL.manifest().input(), null),
                MODEL.rows(),
                new RecordLimit(settings.maxRecordBytes()));
        return new LookAhead(
                reader,
                scorer.policy(),
                this::take,
                key -> store.get(text(key)),
                new Rounds(scorer, 100, () -> now),
                limit,
                listener);
    }

    /** Takes records as long as one partition has records, and those of other partitions once. */
    private List<InputRecord> take(TopicPartition partition, long offset, int limit) {
        List<InputRecord> taken = polled.stream()
                .filter(record -> !record.partition().equals(partition) || record.offset() >= offset)
                .limit(limit)
                .toList();
        polled = polled.stream().filter(record -> !taken.contains(record)).toList();
        return taken;
    }

    private InputRecord event(String key, double value) {
        return record(key, "{\"value\":" + value + "}");
    }

    private InputRecord record(String key, String value) {
        return new InputRecord(
                EVENTS,
                nextOffset++,
                1000,
                key.getBytes(StandardCharsets.UTF_8),
                value == null ? null : value.getBytes(StandardCharsets.UTF_8),
                new RecordHeaders());
    }

    private void poll(InputRecord... records) {
        polled = List.of(records);
        List.of(records).forEach(this::process);
        polled = List.of();
    }

    private void process(InputRecord record) {
        lookAhead.process(record, 1000, outcome -> apply(text(record.key()), outcome));
    }

    private void apply(String key, Outcome outcome) {
        if (outcome instanceof Outcome.Scored scored) {
            store.put(key, scored.state().bytes());
            outcomes.add(key + " step " + scored.state().steps());
        } else if (outcome instanceof Outcome.Deleted) {
            store.remove(key);
            outcomes.add(key + " deleted");
        } else if (outcome instanceof Outcome.Rejected rejected) {
            outcomes.add(key + " " + rejected.malformed().reason().code());
        }
    }

    private static String text(byte[] key) {
        return new String(key, StandardCharsets.UTF_8);
    }

    @Test
    void theKthEventOfAKeyGoesIntoRoundK() {
        poll(event("a", 1), event("b", 1), event("a", 2), event("a", 3), event("c", 1));
        assertThat(outcomes).containsExactly("a step 1", "b step 1", "a step 2", "a step 3", "c step 1");
        assertThat(rounds).hasSize(3);
        assertThat(alone).isEmpty();
    }

    @Test
    void theModelKnowsTheBytesOfAStoredState() {
        poll(event("a", 1), event("a", 2));
        assertThat(store.get("a")).hasSize(MODEL.stateBytes(EngineSettings.DEFAULTS));
    }

    @Test
    void deletionsAndRejectedRecordsKeepTheirPlaceInTheOrder() {
        poll(event("a", 1), record("a", null), event("a", 2), record("a", "{"), event("a", 3));
        assertThat(outcomes).containsExactly("a step 1", "a deleted", "a step 1", "a not-json", "a step 2");
        assertThat(alone).isEmpty();
    }

    @Test
    void aRecordThatNoPollShowedIsSteppedAlone() {
        process(event("a", 1));
        assertThat(outcomes).containsExactly("a step 1");
        assertThat(alone).containsExactly(EngineListener.Alone.NOT_POLLED);
    }

    @Test
    void whateverIsPolledTogetherTheStatesAreTheSameBitForBit() {
        List<InputRecord> records = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            records.add(event(i % 3 == 0 ? "hot" : "key-" + i % 7, i * 0.1));
        }
        for (int size : new int[] {1, 2, 7, 40}) {
            store.clear();
            lookAhead.clear();
            for (int from = 0; from < records.size(); from += size) {
                poll(records.subList(from, Math.min(from + size, records.size()))
                        .toArray(InputRecord[]::new));
            }
            assertThat(states()).as("polls of " + size).isEqualTo(stepsOneByOne(records));
        }
    }

    private Map<String, List<Byte>> stepsOneByOne(List<InputRecord> records) {
        Map<String, byte[]> batched = new HashMap<>(store);
        store.clear();
        LookAhead oneByOne = lookAhead(1);
        records.forEach(record -> oneByOne.process(record, 1000, outcome -> apply(text(record.key()), outcome)));
        Map<String, List<Byte>> expected = states();
        store.clear();
        store.putAll(batched);
        return expected;
    }

    private Map<String, List<Byte>> states() {
        Map<String, List<Byte>> states = new TreeMap<>();
        store.forEach((key, state) -> {
            List<Byte> bytes = new ArrayList<>();
            for (byte one : state) {
                bytes.add(one);
            }
            states.put(key, bytes);
        });
        return states;
    }

    @Test
    void anInvalidatedKeyIsSteppedAgainFromTheStore() {
        InputRecord first = event("a", 1);
        InputRecord second = event("a", 2);
        polled = List.of(first, second);
        process(first);
        store.remove("a"); // another writer, such as the expiry sweep
        lookAhead.invalidate("a");
        process(second);
        assertThat(outcomes).containsExactly("a step 1", "a step 1");
        assertThat(alone).isEmpty();
        assertThat(discarded).isEqualTo(1);
    }

    @Test
    void aRecordWhoseEffectFailedIsSteppedAgainFromTheStateAsItWas() {
        InputRecord first = event("a", 1);
        InputRecord second = event("a", 2);
        polled = List.of(first, second);
        assertThatThrownBy(() -> lookAhead.process(first, 1000, outcome -> {
                    throw new IllegalStateException("the producer is full");
                }))
                .isInstanceOf(IllegalStateException.class);
        polled = List.of();
        process(first);
        process(second);
        assertThat(outcomes).containsExactly("a step 1", "a step 2");
    }

    @Test
    void aRecordThatIsSkippedInvalidatesTheOutcomesAfterIt() {
        InputRecord first = event("a", 1);
        InputRecord second = event("a", 2);
        InputRecord third = event("a", 3);
        polled = List.of(first, second, third);
        process(first);
        process(third);
        assertThat(outcomes).containsExactly("a step 1", "a step 2");
        assertThat(KeyState.of(store.get("a")).steps()).isEqualTo(2);
        assertThat(alone).isEmpty();
    }

    @Test
    void oneTurnStepsNoLongerThanItsBudget() {
        stepNanos = 30;
        InputRecord[] hot = new InputRecord[20];
        for (int i = 0; i < hot.length; i++) {
            hot[i] = event("hot", i);
        }
        polled = List.of(hot);
        process(hot[0]);
        assertThat(rounds).as("rounds of 30 ns within 100 ns").hasSize(3);
        List.of(hot).subList(1, hot.length).forEach(this::process);
        assertThat(rounds).as("each record is stepped once").hasSize(hot.length);
        assertThat(outcomes.get(19)).isEqualTo("hot step 20");
        assertThat(alone).isEmpty();
    }

    @Test
    void aRoundThatIsLongerThanTheBudgetStillRuns() {
        stepNanos = 1_000;
        poll(event("a", 1), event("a", 2), event("b", 1));
        assertThat(outcomes).containsExactly("a step 1", "a step 2", "b step 1");
        assertThat(rounds).hasSize(2);
        assertThat(alone).isEmpty();
    }

    @Test
    void aKeyThatIsInvalidatedBeforeItsRoundIsSteppedFromTheStore() {
        stepNanos = 1_000;
        InputRecord first = event("a", 1);
        InputRecord second = event("a", 2);
        InputRecord third = event("a", 3);
        polled = List.of(first, second, third);
        process(first);
        store.remove("a");
        lookAhead.invalidate("a");
        process(second);
        process(third);
        assertThat(outcomes).containsExactly("a step 1", "a step 1", "a step 2");
    }

    @Test
    void aLimitOfOneSwitchesLookAheadOff() {
        LookAhead off = lookAhead(1);
        List<InputRecord> records = List.of(event("a", 1), event("b", 1), event("c", 1));
        polled = records;
        for (InputRecord record : records) {
            off.process(record, 1000, outcome -> apply(text(record.key()), outcome));
        }
        assertThat(rounds).hasSize(3);
        assertThat(alone).isEmpty();
    }

    private static final TopicPartition MORE_EVENTS = new TopicPartition("more-events", 0);

    private static InputRecord at(TopicPartition partition, long offset, long timestamp, String key) {
        return new InputRecord(
                partition,
                offset,
                timestamp,
                key.getBytes(StandardCharsets.UTF_8),
                ("{\"value\":" + timestamp + "}").getBytes(StandardCharsets.UTF_8),
                new RecordHeaders());
    }

    private void processAt(InputRecord record) {
        now = Math.max(now, record.timestamp());
        lookAhead.process(record, now, outcome -> apply(text(record.key()), outcome));
    }

    /** Records of 100 keys in two topics, in the order of their timestamps. */
    private static List<InputRecord> twoTopics(int size) {
        List<InputRecord> records = new ArrayList<>();
        long[] offsets = new long[2];
        java.util.Random random = new java.util.Random(7);
        for (int i = 0; i < size; i++) {
            int topic = random.nextInt(2);
            records.add(
                    at(topic == 0 ? EVENTS : MORE_EVENTS, offsets[topic]++, 1000 + i, "key-" + random.nextInt(100)));
        }
        return records;
    }

    @Test
    void recordsOfTwoTopicsAreSteppedAheadInTheOrderOfTheirTimestamps() {
        List<InputRecord> records = twoTopics(1000);
        polled = records;
        records.forEach(this::processAt);
        assertThat(outcomes).hasSize(1000);
        assertThat(alone).isEmpty();
        assertThat(discarded).isZero();
        assertThat(rounds).as("a round for each record of the busiest key").hasSizeLessThan(30);
    }

    @Test
    void aRecordThatNoPollShowedIsSteppedAloneWhileAnotherTopicWaits() {
        InputRecord first = at(EVENTS, 0, 1000, "a");
        InputRecord second = at(EVENTS, 1, 1002, "a");
        polled = List.of(first, second);
        processAt(first);
        processAt(at(MORE_EVENTS, 7, 1001, "b"));
        processAt(second);
        assertThat(outcomes).containsExactly("a step 1", "b step 1", "a step 2");
        assertThat(alone).containsExactly(EngineListener.Alone.NOT_POLLED);
    }

    @Test
    void recordsThatComeInAnotherOrderStartTheirKeysAgainTogether() {
        List<InputRecord> records = twoTopics(1000);
        List<InputRecord> first = records.stream()
                .filter(record -> record.partition().equals(EVENTS))
                .toList();
        polled = first; // the other topic's records come with the next poll
        InputRecord begin = first.get(0);
        processAt(begin);
        polled = records.stream()
                .filter(record -> record.partition().equals(MORE_EVENTS))
                .toList();
        records.stream().filter(record -> record != begin).forEach(this::processAt);
        assertThat(outcomes).hasSize(1000);
        assertThat(alone).isEmpty();
        assertThat(discarded).isBetween(1, 1000);
        assertThat(rounds).hasSizeLessThan(60);
    }

    @Test
    void wrongGuessesAtMostDoubleTheWork() {
        List<InputRecord> records = new ArrayList<>();
        for (int i = 0; i < 6000; i++) { // one hot key; Kafka Streams takes the topics in turn, against the timestamps
            records.add(at(i % 2 == 0 ? EVENTS : MORE_EVENTS, i / 2, i % 2 == 0 ? 1000 : 2000, "hot"));
        }
        for (int from = 0; from < records.size(); from += 500) {
            polled = records.subList(from, from + 500);
            records.subList(from, from + 500).forEach(this::processAt);
        }
        assertThat(outcomes).hasSize(6000).endsWith("hot step 6000");
        assertThat(discarded).isLessThan(6000 + 4000 + 500);
    }
}
