package io.sluice.offline.bench;

import com.sun.management.OperatingSystemMXBean;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sluice.config.SluiceConfig;
import io.sluice.engine.ServingModel;
import io.sluice.model.StepModel;
import io.sluice.stream.ScoringApplication;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/**
 * Runs the pipeline over the same events in several variants. The variants alternate in rounds, so that other load on
 * the machine affects all of them alike.
 *
 * <p>The measured window begins after a fifth of the events and ends with the last event, by the pipeline's own count
 * of predictions.
 */
public final class ThroughputBench {
    public static final String LOOK_AHEAD = "look-ahead";
    public static final String ONE_BY_ONE = "one by one";
    public static final String IDENTITY = "identity";

    private static final int WARM_UP_SHARE = 5;

    private final Workload workload;
    private final ServingModel model;
    private final Path folder;
    private final List<Variant> variants;

    /** A way to run the pipeline: a factory of models for batches of at most {@code batchRows} rows. */
    private record Variant(String name, IntFunction<StepModel> models, int batchRows) {}

    /**
     * Creates a benchmark of three variants: look-ahead, one call per event, and a model that computes nothing.
     *
     * @param models creates an instance of the model for batches of at most the given number of rows
     * @param folder the folder for state; the caller empties it
     */
    public ThroughputBench(Workload workload, ServingModel model, IntFunction<StepModel> models, Path folder) {
        this.workload = workload;
        this.model = model;
        this.folder = folder;
        this.variants = List.of(
                new Variant(LOOK_AHEAD, models, 512),
                new Variant(ONE_BY_ONE, models, 1),
                new Variant(IDENTITY, rows -> new IdentityModel(model.manifest().sizes()), 512));
    }

    /** Runs all variants {@code rounds} times, and reports each run to the listener when it ends. */
    public List<Measurement> run(int rounds, Consumer<Measurement> listener)
            throws ExecutionException, InterruptedException {
        workload.prepare(model.manifest().input().fields().stream()
                .map(field -> field.name())
                .toList());
        List<Measurement> measurements = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            for (Variant variant : variants) {
                Measurement measurement = measure(variant, round);
                measurements.add(measurement);
                listener.accept(measurement);
            }
        }
        return measurements;
    }

    private Measurement measure(Variant variant, int round) throws ExecutionException, InterruptedException {
        String name = "bench-" + variant.name.replace(' ', '-') + "-" + round;
        workload.create(name);
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        try (ScoringApplication application = new ScoringApplication(
                config(name, variant), model, () -> variant.models.apply(variant.batchRows), registry)) {
            application.start();
            await(application, registry, workload.events() / WARM_UP_SHARE);
            double first = predictions(registry);
            long began = System.nanoTime();
            long cpuBegan = cpuNanos();
            await(application, registry, workload.events());
            double events = predictions(registry) - first;
            double nanos = System.nanoTime() - began;
            double cpuNanos = cpuNanos() - cpuBegan;
            return new Measurement(
                    variant.name,
                    events / nanos * 1e9,
                    cpuNanos / events / 1e3,
                    registry.get("sluice.model.rows").summary().mean(),
                    workload.checksum(name));
        }
    }

    private SluiceConfig config(String name, Variant variant) {
        return new SluiceConfig(Map.of(
                "bootstrap.servers",
                workload.bootstrapServers(),
                "application.id",
                name,
                "state.dir",
                folder.resolve(name).toString(),
                SluiceConfig.MODEL,
                model.manifest().name(),
                SluiceConfig.INPUT_TOPIC,
                Workload.INPUT,
                SluiceConfig.OUTPUT_TOPIC,
                name,
                SluiceConfig.DEAD_LETTER_TOPIC,
                Workload.DEAD_LETTERS,
                SluiceConfig.STATE_STORE,
                "memory",
                SluiceConfig.BATCH_ROWS,
                Integer.toString(variant.batchRows)));
    }

    private static void await(ScoringApplication application, SimpleMeterRegistry registry, int predictions)
            throws InterruptedException {
        while (predictions(registry) < predictions) {
            if (!application.isLive()) {
                throw new IllegalStateException(
                        "the pipeline stopped before all predictions were made", application.failure());
            }
            Thread.sleep(1);
        }
    }

    private static double predictions(SimpleMeterRegistry registry) {
        return registry.get("sluice.predictions").counter().count();
    }

    private static long cpuNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }
}
