package io.sluice.cli.soak;

import io.sluice.Internal;
import io.sluice.offline.soak.EventSender;
import io.sluice.offline.soak.LiveHeap;
import io.sluice.offline.soak.PipelineOutcome;
import io.sluice.offline.soak.PredictionReader;
import io.sluice.offline.soak.Sample;
import io.sluice.offline.soak.SampleFile;
import io.sluice.offline.soak.SoakException;
import io.sluice.offline.soak.SoakPlan;
import io.sluice.offline.soak.SoakResult;
import io.sluice.offline.soak.SoakTable;
import io.sluice.offline.soak.SoakTopics;
import io.sluice.offline.soak.Window;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Runs pipelines under a steady load and takes samples of them. All of it happens in the thread that calls. */
@Internal
public final class SoakRun implements AutoCloseable {
    /** The name of the file with the samples. */
    public static final String SAMPLES = "samples.csv";

    private static final Duration START = Duration.ofMinutes(3);
    /** The time without any new prediction after which the soak waits for missing ones no more. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final Duration LOOK = Duration.ofMillis(100);
    private static final double MINUTE = 60;

    private final SoakSetting setting;
    private final SoakPlan plan;
    private final String bootstrapServers;
    private final BooleanSupplier brokerAlive;
    private final CompletableFuture<Void> stop;
    private final Consumer<String> told;
    private final SampleFile file;
    private final List<PipelineProcess> pipelines = new ArrayList<>();
    private final Map<String, List<Sample>> samples = new HashMap<>();
    private final Map<String, Long> predictions = new HashMap<>();
    private final Map<String, Long> heapAtBegin = new HashMap<>();
    private final Map<String, Long> heapAtEnd = new HashMap<>();
    private long begin;
    private double seconds;
    private long events;

    /**
     * Prepares a soak.
     *
     * @param brokerAlive returns false as soon as the broker has ended
     * @param stop ends the soak before its end
     * @param told takes the lines for people
     */
    public SoakRun(
            SoakSetting setting,
            String bootstrapServers,
            BooleanSupplier brokerAlive,
            CompletableFuture<Void> stop,
            Consumer<String> told)
            throws IOException {
        this.setting = setting;
        this.plan = setting.plan();
        this.bootstrapServers = bootstrapServers;
        this.brokerAlive = brokerAlive;
        this.stop = stop;
        this.told = told;
        this.file = new SampleFile(setting.logs().resolve(SAMPLES));
        plan.stores().forEach(store -> samples.put(store, new ArrayList<>()));
    }

    /**
     * Starts the pipelines, sends all events, and waits for the predictions.
     *
     * @throws SoakException if a process ends, or an event is not scored
     */
    public void run() throws IOException, ExecutionException, InterruptedException {
        SoakTopics.create(bootstrapServers, plan.stores());
        for (String store : plan.stores()) {
            pipelines.add(PipelineProcess.start(setting, bootstrapServers, store));
        }
        for (PipelineProcess pipeline : pipelines) {
            awaitReady(pipeline);
        }
        try (PredictionReader reader = new PredictionReader(bootstrapServers, plan.stores());
                EventSender sender = new EventSender(bootstrapServers, plan.workload(setting.channels()))) {
            told.accept(SoakTable.headings());
            begin = System.nanoTime();
            sender.begin(plan.rate(), plan.events());
            sampleWhileSending(sender, reader);
            awaitPredictions(reader);
        }
    }

    private void awaitReady(PipelineProcess pipeline) throws InterruptedException {
        long deadline = System.nanoTime() + START.toNanos();
        while (!stop.isDone() && !pipeline.isReady()) {
            if (System.nanoTime() > deadline) {
                throw new SoakException("the pipeline with the store " + pipeline.store() + " was not ready within "
                        + START.toSeconds() + " s; its log is in " + setting.logs());
            }
            pause();
        }
    }

    private void sampleWhileSending(EventSender sender, PredictionReader reader)
            throws IOException, InterruptedException {
        double next = 0;
        double nextLine = 0;
        while (!stop.isDone() && sender.isSending()) {
            count(sender, reader);
            if (seconds >= next) {
                takeHeaps();
                boolean minute = seconds >= nextLine;
                sample(minute);
                next += plan.every().toMillis() / 1000.0;
                nextLine += minute ? MINUTE : 0;
            }
            pause();
        }
        count(sender, reader);
        if (sender.latest().toSeconds() > 0) {
            told.accept("an event was sent " + sender.latest().toSeconds() + " s late; this machine is too slow for"
                    + " the rate, or was busy");
        }
    }

    private void count(EventSender sender, PredictionReader reader) {
        requireAlive();
        seconds = (System.nanoTime() - begin) / 1e9;
        for (String store : plan.stores()) {
            predictions.put(store, reader.predictions(store));
        }
        events = sender.sent();
    }

    private void requireAlive() {
        if (!brokerAlive.getAsBoolean()) {
            throw new SoakException("the broker ended; its messages are above");
        }
        pipelines.forEach(PipelineProcess::requireAlive);
    }

    /** Asks for full collections at the beginning of the judged part, and shortly before the end of the load. */
    private void takeHeaps() throws IOException, InterruptedException {
        double length = plan.length().toMillis() / 1000.0;
        if (seconds >= Window.begin(length) && heapAtBegin.isEmpty()) {
            takeHeaps(heapAtBegin);
        } else if (seconds + 1.5 * plan.every().toMillis() / 1000.0 >= length && heapAtEnd.isEmpty()) {
            takeHeaps(heapAtEnd);
        }
    }

    private void takeHeaps(Map<String, Long> heaps) throws IOException, InterruptedException {
        for (PipelineProcess pipeline : pipelines) {
            pipeline.liveHeap().ifPresent(bytes -> heaps.put(pipeline.store(), bytes));
        }
    }

    private void sample(boolean print) throws IOException, InterruptedException {
        for (PipelineProcess pipeline : pipelines) {
            String store = pipeline.store();
            Sample sample = pipeline.sample(seconds, events, predictions.getOrDefault(store, 0L));
            samples.get(store).add(sample);
            file.add(store, sample);
            if (print) {
                told.accept(SoakTable.line(store, sample));
            }
        }
    }

    /** Waits until each event has its predictions, or nothing moves any more. */
    private void awaitPredictions(PredictionReader reader) throws InterruptedException {
        long before = -1;
        long moved = System.nanoTime();
        while (!stop.isDone()) {
            plan.stores().forEach(store -> predictions.put(store, reader.predictions(store)));
            long now = predictions.values().stream().mapToLong(Long::longValue).sum();
            moved = now == before ? moved : System.nanoTime();
            before = now;
            if (now >= events * plan.stores().size() || System.nanoTime() - moved > PATIENCE.toNanos()) {
                return;
            }
            requireAlive();
            pause();
        }
    }

    private void pause() throws InterruptedException {
        try {
            stop.get(LOOK.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return; // nobody asks to stop
        } catch (ExecutionException e) {
            throw new IllegalStateException("a stop never fails", e);
        }
    }

    /** Returns what the soak has shown so far. */
    public SoakResult result() {
        return new SoakResult(
                seconds, events, plan.stores().stream().map(this::outcome).toList());
    }

    private PipelineOutcome outcome(String store) {
        return new PipelineOutcome(
                store, samples.get(store), seconds, heap(store), events, predictions.getOrDefault(store, 0L));
    }

    private @Nullable LiveHeap heap(String store) {
        Long first = heapAtBegin.get(store);
        Long last = heapAtEnd.get(store);
        return first == null || last == null ? null : new LiveHeap(first, last);
    }

    @Override
    public void close() throws IOException {
        pipelines.forEach(PipelineProcess::close);
        file.close();
    }
}
