package io.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.model.ChangedOutput;
import io.sluice.model.EngineException;
import io.sluice.model.RunModel;
import io.sluice.model.StepModel;
import io.sluice.state.ResumePolicy;
import io.sluice.stream.TestModels;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Look-ahead with a model that takes several records of a key in one call. */
class RunLookAheadTest {
    private static final TopicPartition EVENTS = new TopicPartition("events", 0);
    private static final ServingModel MODEL = TestModels.spec("value");
    private static final long TTL = 60;

    /** A value on which the model fails, one that makes it give a number that is not finite, and a bad event. */
    private static final String FAILS = "{\"value\":100}";

    private static final String NOT_FINITE = "{\"value\":50}";
    private static final String BAD = "{";

    private long nextOffset;
    private long time = 1000;

    /** A task: its store, its look-ahead with a budget of 1,000 ns, and what it has done. */
    private static final class Task {
        private final Map<String, byte[]> store;
        private final List<String> effects = new ArrayList<>();
        private final RunModel model;
        private final LookAhead lookAhead;
        private List<InputRecord> polled = List.of();
        private long now;
        private long streamTime;
        private long nanosOfCell;

        Task(StepModel single, int longestRun, int batchRows, Map<String, byte[]> store) {
            this.store = store;
            this.model = new RunModel(single, longestRun);
            EngineSettings defaults = EngineSettings.DEFAULTS;
            EngineSettings settings = new EngineSettings(
                    defaults.events(),
                    batchRows,
                    50,
                    true,
                    defaults.explained(),
                    false,
                    0,
                    false,
                    defaults.maxRecordBytes(),
                    TTL,
                    ResumePolicy.Mismatch.RESET,
                    20,
                    defaults.seenItems());
            BatchScorer scorer = new BatchScorer(MODEL, model, settings, new EngineListener() {
                @Override
                public void step(int rows, Runnable step) {
                    now += rows * nanosOfCell;
                    step.run();
                }
            });
            RecordReader reader = new RecordReader(
                    settings.events().decoder(MODEL.manifest().input(), null),
                    MODEL.rows(),
                    new RecordLimit(settings.maxRecordBytes()));
            this.lookAhead = new LookAhead(
                    reader,
                    scorer.policy(),
                    (partition, offset, limit) -> take(offset, limit),
                    key -> store.get(text(key)),
                    new Rounds(scorer, 1000, () -> now),
                    1000,
                    EngineListener.NONE);
        }

        private List<InputRecord> take(long offset, int limit) {
            List<InputRecord> taken = polled.stream()
                    .filter(record -> record.offset() >= offset)
                    .limit(limit)
                    .toList();
            polled = List.of();
            return taken;
        }

        Task poll(List<InputRecord> records) {
            polled = records;
            records.forEach(this::process);
            return this;
        }

        void process(InputRecord record) {
            streamTime = Math.max(streamTime, record.timestamp());
            lookAhead.process(record, streamTime, outcome -> apply(text(record.key()), outcome));
        }

        /** Keeps the whole effect of each record: its prediction, and the state that it puts. */
        private void apply(String key, Outcome outcome) {
            if (outcome instanceof Outcome.Scored scored) {
                byte[] state = scored.state().bytes().clone();
                store.put(key, state);
                effects.add(key + " " + text(scored.prediction()) + " " + Arrays.toString(state));
            } else if (outcome instanceof Outcome.Rejected rejected) {
                effects.add(key + " " + rejected.malformed());
            } else {
                store.remove(key);
                effects.add(key + " deleted");
            }
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static Task task(int longestRun) {
        return new Task(model(), longestRun, 512, new HashMap<>());
    }

    /**
     * A model that fails on some values, is not finite on others, and gives no numbers for a row of zeros (padding).
     */
    private static StepModel model() {
        return new ChangedOutput(TestModels.model(MODEL), batch -> {
            for (int row = 0; row < batch.rows(); row++) {
                float value = batch.inputValue(row, 0);
                boolean padding = value == 0 && batch.inputValue(row, 1) == 0 && batch.inputValue(row, 2) == 0;
                if (value == 100) {
                    throw new EngineException("too large");
                }
                if (padding || value == 50) {
                    batch.output().putFloat(row * batch.outputRowBytes(), Float.NaN);
                    batch.nextState().putFloat(row * batch.stateRowBytes(), Float.NaN);
                }
            }
        });
    }

    private static List<String> oneByOne(List<InputRecord> records) {
        Task task = task(1);
        for (InputRecord record : records) {
            task.poll(List.of(record));
        }
        return task.effects;
    }

    private InputRecord event(String key, double value) {
        return record(key, "{\"value\":" + value + "}", false, 1);
    }

    private InputRecord record(String key, String value, boolean reset, long advance) {
        time += advance;
        RecordHeaders headers = new RecordHeaders();
        if (reset) {
            headers.add("sluice-reset", "true".getBytes(StandardCharsets.UTF_8));
        }
        return new InputRecord(
                EVENTS,
                nextOffset++,
                time,
                key.getBytes(StandardCharsets.UTF_8),
                value == null ? null : value.getBytes(StandardCharsets.UTF_8),
                headers);
    }

    private List<InputRecord> events(String key, int count) {
        return IntStream.range(0, count).mapToObj(i -> event(key, 0.1 + i % 7)).toList();
    }

    private static List<InputRecord> interleaved(List<List<InputRecord>> keys) {
        List<InputRecord> records = new ArrayList<>();
        keys.forEach(records::addAll);
        Collections.shuffle(records, new Random(1));
        return records;
    }

    @Test
    void recordsOfOneKeyAreSteppedInRuns() {
        List<InputRecord> records = events("hot", 100);
        Task task = task(64).poll(records);
        assertThat(task.model.calls())
                .as("the first round measures a step")
                .containsExactly("1 x 1", "64 x 1", "35 x 1");
        assertThat(task.effects).isEqualTo(oneByOne(records));
    }

    @Test
    void runsOfSimilarLengthGoSideBySideInOneCall() {
        List<InputRecord> records = new ArrayList<>();
        Map.of("a", 21, "b", 7, "c", 5, "d", 2, "e", 1).forEach((key, count) -> records.addAll(events(key, count)));
        Task task = task(64).poll(records);
        assertThat(task.model.calls())
                .as("20, then 6 + 4 of 12 cells, then 1; with each next run, more than a third would be padding")
                .containsExactly("1 x 5", "20 x 1", "6 x 2", "1 x 1");
        assertThat(task.effects).isEqualTo(oneByOne(records));
    }

    @Test
    void aCallHasAtMostAsManyCellsAsABatchHasRows() {
        List<InputRecord> records = new ArrayList<>();
        for (String key : List.of("a", "b", "c", "d", "e")) {
            records.addAll(events(key, 5));
        }
        Task task = new Task(model(), 64, 10, new HashMap<>()).poll(records);
        assertThat(task.model.calls()).containsExactly("1 x 5", "4 x 2", "4 x 2", "4 x 1");
        assertThat(task.effects).isEqualTo(oneByOne(records));
    }

    @Test
    void aResetADeletionAndAnExpiryEndARun() {
        List<InputRecord> records = new ArrayList<>(events("a", 4));
        records.add(record("a", "{\"value\":1}", true, 1));
        records.addAll(events("a", 3));
        records.add(record("a", null, false, 1));
        records.addAll(events("a", 2));
        records.add(record("a", "{\"value\":2}", false, TTL + 1));
        records.addAll(events("a", 1));
        Task task = task(64).poll(records);
        assertThat(task.model.calls()).containsExactly("1 x 1", "3 x 1", "4 x 1", "2 x 1", "2 x 1");
        assertThat(task.effects).isEqualTo(oneByOne(records));
    }

    @Test
    void afterARejectedStepTheRestIsSteppedAgainFromTheStateBeforeIt() {
        for (String rejected : List.of(NOT_FINITE, FAILS)) {
            List<InputRecord> records = new ArrayList<>(events("a", 5));
            records.add(record("a", rejected, false, 1));
            records.addAll(events("a", 9));
            Task task = task(64).poll(records);
            assertThat(task.effects).isEqualTo(oneByOne(records));
            assertThat(task.effects.get(5)).contains("Malformed");
        }
    }

    @Test
    void aRejectedStepMayLetTheStateBeforeItExpire() {
        List<InputRecord> records = new ArrayList<>(events("a", 3));
        records.add(record("a", NOT_FINITE, false, TTL - 10));
        records.add(record("a", "{\"value\":3}", false, 20)); // TTL + 10 after the last event that counts
        records.addAll(events("a", 3));
        assertThat(task(64).poll(records).effects).isEqualTo(oneByOne(records));
    }

    @Test
    void recordsThatAreAllRejectedCostAtMostTwiceTheSteps() {
        List<InputRecord> records = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            records.add(record("a", i % 2 == 0 ? NOT_FINITE : "{\"value\":1}", false, 1));
        }
        Task task = task(64).poll(records);
        assertThat(task.model.cells()).isLessThan(2 * records.size() + 64);
        assertThat(task.effects).isEqualTo(oneByOne(records));
    }

    @Test
    void aRunIsNoLongerThanTheBudgetOfTime() {
        List<InputRecord> records = events("hot", 40);
        Task task = task(64);
        task.nanosOfCell = 100; // and the budget is 1,000
        task.polled = records;
        task.process(records.get(0));
        assertThat(task.model.calls()).containsExactly("1 x 1", "9 x 1");
        records.subList(1, 40).forEach(task::process);
        assertThat(task.model.calls()).containsExactly("1 x 1", "9 x 1", "10 x 1", "10 x 1", "10 x 1");
        assertThat(task.effects).isEqualTo(oneByOne(records));
    }

    /** Otherwise runs that fail would make a step look cheaper than it is, and the next runs too long. */
    @Test
    void aRunThatFailsCountsAsTheSingleStepsThatItBecomes() {
        List<InputRecord> records = new ArrayList<>(events("hot", 3));
        records.add(record("hot", FAILS, false, 1));
        records.addAll(events("hot", 36));
        Task task = task(64);
        task.nanosOfCell = 100; // and the budget is 1,000
        task.polled = records;
        task.process(records.get(0));
        assertThat(task.model.calls())
                .as("9 steps fail and become 1, which is 1,000 ns for a step: the budget is spent")
                .containsExactly("1 x 1", "9 x 1", "1 x 1");
        records.subList(1, 40).forEach(task::process);
        assertThat(task.effects).isEqualTo(oneByOne(records));
    }

    /** A commit may fall between any two records of a run, and the process may end then. */
    @Test
    void aTaskThatEndsInsideARunLeavesTheStateOfItsLastRecord() {
        List<InputRecord> records = interleaved(List.of(events("a", 20), events("b", 12)));
        List<String> expected = oneByOne(records);
        for (int committed = 0; committed <= records.size(); committed++) {
            Map<String, byte[]> store = new HashMap<>();
            Task first = new Task(model(), 64, 512, store);
            first.polled = records;
            records.subList(0, committed).forEach(first::process);
            Task second = new Task(model(), 64, 512, store);
            second.streamTime = first.streamTime;
            second.poll(records.subList(committed, records.size()));
            first.effects.addAll(second.effects);
            assertThat(first.effects).isEqualTo(expected);
        }
    }

    @Test
    void anotherWriterInsideARunStartsTheKeyAgainFromTheStore() {
        List<InputRecord> records = events("a", 20);
        Task task = task(64);
        task.polled = records;
        records.subList(0, 10).forEach(task::process);
        task.store.remove("a"); // such as the expiry sweep
        task.lookAhead.invalidate("a");
        records.subList(10, 20).forEach(task::process);
        assertThat(task.effects.get(10)).contains("\"step\":1,");
        assertThat(task.effects.get(19)).contains("\"step\":10,");
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 10, 512})
    void anyBatchingOfLongRunsIsOneByOneBitForBit(int batchRows) {
        Random random = new Random(batchRows);
        int longest = 0;
        for (int round = 0; round < 60; round++) {
            List<InputRecord> records = randomRecords(random, 40 + random.nextInt(160));
            Task task = new Task(model(), 64, batchRows, new HashMap<>());
            for (int from = 0; from < records.size(); ) {
                int to = Math.min(records.size(), from + 1 + random.nextInt(100));
                task.poll(records.subList(from, to));
                from = to;
            }
            assertThat(task.effects).isEqualTo(oneByOne(records));
            longest = Math.max(longest, task.model.longestCall());
        }
        assertThat(longest).isGreaterThanOrEqualTo(Math.min(batchRows, 20));
    }

    private List<InputRecord> randomRecords(Random random, int count) {
        int rareness = 4 + random.nextInt(60);
        List<InputRecord> records = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String key = List.of("hot", "hot", "hot", "a", "a", "b").get(random.nextInt(6));
            String value = "{\"value\":" + (1 + random.nextInt(1000)) / 100.0 + "}";
            String unusual =
                    Arrays.asList(FAILS, NOT_FINITE, BAD, null, value, value).get(random.nextInt(6));
            boolean rare = random.nextInt(rareness) == 0;
            records.add(record(
                    key,
                    rare ? unusual : value,
                    random.nextInt(rareness) == 0,
                    random.nextInt(rareness) == 0 ? random.nextInt(2 * (int) TTL) : random.nextInt(3)));
        }
        return records;
    }
}
