package io.sluice.offline.bench;

import io.sluice.engine.ServingModel;
import io.sluice.model.StepModel;
import io.sluice.offline.FolderTree;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.function.IntFunction;

/**
 * One run of a benchmark, in a process of its own. So no variant finds methods that the JIT compiler has compiled for
 * the types of another one, and each begins with an empty heap.
 */
public final class RunProcess {
    private final ServedRun run;
    private final ServingModel model;
    private final IntFunction<StepModel> instances;

    /** @param instances makes an instance of the model for batches of at most that many rows */
    public RunProcess(ServedRun run, ServingModel model, IntFunction<StepModel> instances) {
        this.run = run;
        this.model = model;
        this.instances = instances;
    }

    /**
     * Processes the events for warm-up and the measured ones, by the pipeline's own count of predictions.
     *
     * @throws BenchException if the pipeline stops, or does not score the events
     */
    public RunResult measure() throws IOException, InterruptedException {
        ResourceUse used;
        long nanos;
        long events;
        long calls;
        double rows;
        long heap;
        try (BenchPipeline pipeline = pipeline()) {
            pipeline.start();
            await(pipeline, run.warmUp());
            long first = pipeline.predictions();
            long callsBefore = pipeline.calls();
            double rowsBefore = pipeline.rows();
            ResourceUse before = ResourceUse.now();
            long began = System.nanoTime();
            await(pipeline, (long) run.warmUp() + run.events());
            nanos = System.nanoTime() - began;
            used = ResourceUse.now().since(before);
            events = pipeline.predictions() - first;
            calls = pipeline.calls() - callsBefore;
            rows = pipeline.rows() - rowsBefore;
            System.gc();
            heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        }
        return new RunResult(
                events,
                nanos,
                used.cpuNanos(),
                used.jitNanos(),
                used.allocatedBytes(),
                calls,
                rows,
                heap,
                FolderTree.bytes(Path.of(run.folder()))); // Kafka Streams makes it only for stores on disk
    }

    /** Serves events until the process is stopped. */
    public void serve() throws InterruptedException {
        try (BenchPipeline pipeline = pipeline()) {
            pipeline.start();
            await(pipeline, Long.MAX_VALUE);
        }
    }

    private BenchPipeline pipeline() {
        return switch (run.variant()) {
            case LOOK_AHEAD, ONE_BY_ONE ->
                new SluicePipeline(
                        run, model, () -> instances.apply(run.variant().batchRows()));
            case IDENTITY ->
                new SluicePipeline(
                        run, model, () -> new IdentityModel(model.manifest().sizes(), run.outputs()));
            case STOCK -> new StockPipeline(run, model);
        };
    }

    private static void await(BenchPipeline pipeline, long predictions) throws InterruptedException {
        while (pipeline.predictions() < predictions) {
            pipeline.requireHealthy();
            Thread.sleep(1);
        }
    }
}
