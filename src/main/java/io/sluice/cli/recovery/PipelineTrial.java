package io.sluice.cli.recovery;

import io.sluice.config.SluiceConfig.StateStore;
import io.sluice.offline.bench.BenchTopics;
import io.sluice.offline.recovery.Answers;
import io.sluice.offline.recovery.ExpectedPredictions;
import io.sluice.offline.recovery.Filling;
import io.sluice.offline.recovery.Interruption;
import io.sluice.offline.recovery.KeyBytes;
import io.sluice.offline.recovery.KeyedReadings;
import io.sluice.offline.recovery.PipelineKind;
import io.sluice.offline.recovery.PipelineRecovery;
import io.sluice.offline.recovery.RecoveryException;
import io.sluice.offline.recovery.RecoveryPlan;
import io.sluice.offline.recovery.RecoveryTable;
import io.sluice.offline.recovery.RecoveryTime;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Gives a pipeline a state of each key, and interrupts it in each way. */
final class PipelineTrial {
    private static final Duration POLL = Duration.ofMillis(100);

    /** The log of a pipeline says what was restored within a second. */
    private static final long LOG_MILLIS = 2_000;

    private final RecoveryPlan plan;
    private final PipelineKind kind;
    private final RecoveryHost host;
    private final BenchTopics topics;
    private final Instances instances;
    private final KeyedReadings readings;
    private final ExpectedPredictions expected;
    private final List<RecoveryTime> times = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();
    private double diskBytes;

    PipelineTrial(
            RecoveryPlan plan,
            PipelineKind kind,
            RecoveryHost host,
            BenchTopics topics,
            Instances instances,
            KeyedReadings readings,
            ExpectedPredictions expected) {
        this.plan = plan;
        this.kind = kind;
        this.host = host;
        this.topics = topics;
        this.instances = instances;
        this.readings = readings;
        this.expected = expected;
    }

    /**
     * Does all of it.
     *
     * @throws RecoveryException if a process ends by itself, or nothing goes on
     */
    PipelineRecovery run() throws IOException, ExecutionException, InterruptedException {
        startAll();
        try (Consumer<byte[], byte[]> predictions = topics.reader(kind.name())) {
            fill(predictions);
            awaitCopies(instances.all(), (long) plan.keys() * kind.standbys());
            double changelogBytes = topics.changelogBytes(kind.name());
            for (Interruption interruption : Interruption.values()) {
                times.add(interrupt(interruption, predictions));
                host.told().accept(RecoveryTable.line(kind, bytes(changelogBytes), times.get(times.size() - 1)));
            }
            requireNone(rest(predictions), "predictions too many at the end");
            return new PipelineRecovery(kind, bytes(changelogBytes), times, faults);
        }
    }

    /** Returns the number of predictions that nobody waits for. */
    private long rest(Consumer<byte[], byte[]> predictions) {
        Map<TopicPartition, Long> ends = predictions.endOffsets(predictions.assignment());
        Patience patience = patience();
        long rest = 0;
        while (ends.entrySet().stream().anyMatch(end -> predictions.position(end.getKey()) < end.getValue())) {
            rest += predictions.poll(POLL).count();
            if (patience.isOver()) {
                throw new RecoveryException("the predictions of " + kind.name() + " could not be read to their end");
            }
        }
        return rest;
    }

    private KeyBytes bytes(double changelogBytes) {
        return new KeyBytes(diskBytes / plan.keys(), changelogBytes / plan.keys());
    }

    private void requireNone(long count, String what) {
        if (count > 0) {
            faults.add(count + " " + what);
        }
    }

    private void startAll() throws IOException, InterruptedException {
        instances.start();
        Patience patience = patience();
        while (!instances.areReady()) {
            if (patience.isOver()) {
                throw new RecoveryException(
                        kind.name() + " was not ready within " + Math.round(patience.seconds()) + " s");
            }
            Thread.sleep(POLL.toMillis());
        }
    }

    private Patience patience() {
        return new Patience(host, plan.keys());
    }

    private void fill(Consumer<byte[], byte[]> predictions) throws InterruptedException {
        int round = expected.round();
        expected.next();
        Filling filling = new Filling(plan.keys());
        topics.send(IntStream.range(0, plan.keys()).mapToObj(key -> readings.event(kind.input(), key, round)));
        Patience patience = patience();
        while (filling.missing() > 0 && !patience.isOver()) {
            for (ConsumerRecord<byte[], byte[]> record : predictions.poll(POLL)) {
                filling.take(record.key());
            }
            instances.areReady(); // fails if one has ended
        }
        requireNone(filling.missing(), "events have no prediction");
        requireNone(filling.doubles(), "events have a prediction too many");
    }

    private double awaitCopies(List<Instance> copying, long least) throws IOException, InterruptedException {
        Copies copies = new Copies(instances, copying, least);
        double seconds = copies.await(plan.keys(), patience());
        if (Double.isNaN(seconds)) {
            faults.add("the states of " + plan.keys() + " keys are not complete: " + copies.state());
        }
        return seconds;
    }

    private RecoveryTime interrupt(Interruption how, Consumer<byte[], byte[]> predictions)
            throws IOException, InterruptedException {
        Instance ended = instances.next();
        Instance serving = instances.besides(ended);
        boolean alone = serving.equals(ended);
        long restoredBefore = alone ? 0 : serving.restored();
        int round = expected.round();
        Answers answers = new Answers(expected.next());
        Interrupted interrupted = new Interrupted(ended, how, answers, patience());
        if (!how.isCrash()) {
            diskBytes = ended.diskBytes();
        }
        if (alone) {
            ended.start();
        }
        topics.send(plan.probes().stream().map(key -> readings.event(kind.input(), key, round)));
        interrupted.await(serving, predictions);
        requireNone(answers.missing(), "events have no prediction after " + how);
        faults.addAll(answers.faults());
        if (Double.isNaN(interrupted.ready())) {
            faults.add("the pipeline was not ready again after " + how);
        }
        Thread.sleep(LOG_MILLIS);
        long restored = serving.restored() - restoredBefore;
        if (!alone) {
            ended.start();
        }
        double copies = awaitCopies(List.of(ended), leastCopies(how, alone));
        return new RecoveryTime(
                how, interrupted.ready(), answers.first(), answers.last(), restored, alone ? Double.NaN : copies);
    }

    /** Returns the number of records that an instance must copy after its start. */
    private long leastCopies(Interruption how, boolean alone) {
        boolean empty = how.losesDisk() || kind.store() == StateStore.MEMORY;
        return alone || !empty ? 0 : plan.keys();
    }
}
