package io.sluice.cli.bench;

import io.sluice.Internal;
import io.sluice.cli.common.TemporaryFolder;
import io.sluice.engine.EngineSettings;
import io.sluice.engine.ServingModel;
import io.sluice.model.Bundle;
import io.sluice.offline.bench.BenchException;
import io.sluice.offline.bench.BenchPlan;
import io.sluice.offline.bench.BenchTopics;
import io.sluice.offline.bench.Latency;
import io.sluice.offline.bench.LatencyMeasurement;
import io.sluice.offline.bench.LatencyProbe;
import io.sluice.offline.bench.Machine;
import io.sluice.offline.bench.Measurement;
import io.sluice.offline.bench.RealPredictions;
import io.sluice.offline.bench.RunResult;
import io.sluice.offline.bench.ServedRun;
import io.sluice.offline.bench.Turn;
import io.sluice.offline.bench.Variant;
import io.sluice.offline.bench.Workload;
import io.sluice.runtime.LoadedBundle;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes the runs of a benchmark, one after the other, each in a process of its own. All of it happens in the thread
 * that makes this object.
 */
@Internal
public final class BenchRuns implements AutoCloseable {
    private static final String INPUT = "bench-events";

    /** The number of runs of which one must count. */
    private static final int ATTEMPTS = 3;

    private static final String FOLDERS = "sluice-bench-run-";

    /** The number of outputs that the model without computation replays. */
    private static final int REPLAYED = 1024;

    private final BenchPlan plan;
    private final ServingModel model;
    private final Bundle bundle;
    private final String mainClass;
    private final BenchTopics topics;
    private final int predictionBytes;
    private final List<List<Float>> replayed;
    private final Thread worker = Thread.currentThread();
    private boolean closed;
    private boolean stopped;
    private @Nullable RunChild current;

    /**
     * Scores some events, to learn what real predictions look like.
     *
     * @param mainClass the class that runs Sluice's command line
     * @param stop ends the current run as soon as it is complete; a method that is at work then throws an exception
     */
    public BenchRuns(
            BenchPlan plan, LoadedBundle bundle, String mainClass, BenchTopics topics, CompletableFuture<Void> stop) {
        this.plan = plan;
        this.bundle = bundle.bundle();
        this.model = ServingModel.of(bundle.bundle());
        this.mainClass = mainClass;
        this.topics = topics;
        RealPredictions real =
                new RealPredictions(model, () -> bundle.newStepModel(EngineSettings.DEFAULTS.batchRows()));
        this.predictionBytes = plan.variants().contains(Variant.STOCK)
                ? real.meanBytes(INPUT, plan.workload(model.channels()), plan.warmUp() + plan.events())
                : 0;
        this.replayed = plan.variants().contains(Variant.IDENTITY)
                ? real.outputs(INPUT, Workload.ofOneKey(model.channels()), REPLAYED)
                : List.of();
        CompletableFuture<Void> unused = stop.thenRun(this::stop);
    }

    private synchronized void stop() {
        stopped = true;
        if (current != null) {
            current.close();
        }
        if (!closed) {
            worker.interrupt(); // it may wait for a broker that has got the same signal
        }
    }

    /** Measures the throughput. Reports each run to the listener when it ends. */
    public List<Measurement> throughput(Consumer<Measurement> listener)
            throws ExecutionException, InterruptedException, IOException {
        topics.create(INPUT);
        int keys = topics.send(INPUT, workload(), plan.warmUp() + plan.events());
        List<Measurement> measured = new ArrayList<>();
        for (Turn turn : plan.turns()) {
            Measurement run = measure(turn, keys);
            measured.add(run);
            listener.accept(run);
        }
        return measured;
    }

    /** Measures latencies under the load of the plan. Reports each run to the listener when it ends. */
    public List<LatencyMeasurement> latency(BenchPlan.Load load, Consumer<LatencyMeasurement> listener)
            throws ExecutionException, InterruptedException, IOException {
        List<LatencyMeasurement> measured = new ArrayList<>();
        for (Turn turn : plan.turns()) {
            LatencyMeasurement run = latency(turn, load);
            measured.add(run);
            listener.accept(run);
        }
        return measured;
    }

    private Measurement measure(Turn turn, int keys) throws ExecutionException, InterruptedException, IOException {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            Measurement measured = measure(turn, "bench-" + name(turn) + "-" + attempt, keys, attempt - 1);
            if (measured != null) {
                return measured;
            }
        }
        throw new BenchException("in each of " + ATTEMPTS + " runs of " + turn.variant()
                + " a transaction was aborted, so events were processed again; the machine seems too busy to measure");
    }

    /**
     * Makes a run. Returns null if it does not count, because events were processed again after a transaction was
     * aborted: the pipeline has counted them twice, and was stopped too early.
     */
    private @Nullable Measurement measure(Turn turn, String name, int keys, int discarded)
            throws ExecutionException, InterruptedException, IOException {
        double load = Machine.load();
        prepare(name);
        RunResult result;
        try (TemporaryFolder folder = new TemporaryFolder(FOLDERS);
                RunChild child = start(folder, run(turn, name, INPUT, folder, plan.events()))) {
            result = child.result();
        }
        int events = plan.warmUp() + plan.events();
        BenchTopics.Predictions predictions = topics.predictions(name);
        double changelog = (double) topics.changelogBytes(name) / events;
        topics.deleteRun(name);
        return predictions.count() < events
                ? null
                : new Measurement(
                        turn,
                        discarded,
                        load,
                        result.events() / (double) result.nanos() * 1e9,
                        result.cpuNanos() / (double) result.events() / 1e3,
                        result.jitNanos() / (double) result.nanos(),
                        result.allocatedBytes() / (double) result.events(),
                        result.calls() == 0 ? null : result.rows() / result.calls(),
                        predictions.bytes() / (double) events,
                        result.heapBytes(),
                        result.diskBytes() / (double) keys,
                        changelog,
                        HexFormat.of().toHexDigits(predictions.checksum()));
    }

    private LatencyMeasurement latency(Turn turn, BenchPlan.Load load)
            throws ExecutionException, InterruptedException, IOException {
        double machineLoad = Machine.load();
        String name = "bench-latency-" + name(turn);
        String input = name + "-events";
        prepare(name);
        topics.create(input);
        Latency latency;
        try (TemporaryFolder folder = new TemporaryFolder(FOLDERS);
                RunChild child = start(folder, run(turn, name, input, folder, 0));
                LatencyProbe probe = new LatencyProbe(topics, workload(), input, name, child::isAlive)) {
            probe.warmUp(plan.warmUp());
            latency = probe.measure(load);
        }
        topics.deleteRun(name);
        return new LatencyMeasurement(turn, machineLoad, latency);
    }

    private void prepare(String name) throws ExecutionException, InterruptedException {
        topics.create(name);
        topics.create(BenchTopics.deadLetters(name));
    }

    private ServedRun run(Turn turn, String name, String input, TemporaryFolder folder, int events) {
        return new ServedRun(
                topics.bootstrapServers(),
                name,
                input,
                turn.variant(),
                turn.store(),
                bundle.directory().toString(),
                folder.path().resolve("states").toString(),
                plan.warmUp(),
                events,
                predictionBytes,
                replayed);
    }

    private Workload workload() {
        return plan.workload(model.channels());
    }

    private static String name(Turn turn) {
        return turn.variant() + "-" + turn.store().name().toLowerCase(Locale.ROOT) + "-" + turn.round();
    }

    private synchronized RunChild start(TemporaryFolder folder, ServedRun run) throws IOException {
        RunChild child = RunChild.start(mainClass, folder.path().resolve("run.json"), run);
        current = child;
        if (stopped) {
            child.close();
        }
        return child;
    }

    /** From here on, a stop interrupts the thread no more. */
    @Override
    public synchronized void close() {
        closed = true;
        Thread.interrupted();
    }
}
