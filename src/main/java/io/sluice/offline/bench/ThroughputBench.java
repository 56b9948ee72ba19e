package io.sluice.offline.bench;

import com.sun.management.OperatingSystemMXBean;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sluice.config.SluiceConfig;
import io.sluice.engine.ServingModel;
import io.sluice.model.StepModel;
import io.sluice.stream.ScoringApplication;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
    private static final int WARM_UP_SHARE = 5;

    private final Workload workload;
    private final ServingModel model;
    private final IntFunction<StepModel> models;
    private final Path folder;

    /**
     * Creates a benchmark.
     *
     * @param models creates an instance of the model for batches of at most the given number of rows
     * @param folder the folder for state; the caller empties it
     */
    public ThroughputBench(Workload workload, ServingModel model, IntFunction<StepModel> models, Path folder) {
        this.workload = workload;
        this.model = model;
        this.models = models;
        this.folder = folder;
    }

    /**
     * Runs the variants {@code rounds} times over each store, and reports each run to the listener when it ends. All
     * settings but the store and the rows in a call are the defaults of a pipeline.
     */
    public List<Measurement> run(
            List<Variant> variants, List<SluiceConfig.StateStore> stores, int rounds, Consumer<Measurement> listener)
            throws ExecutionException, InterruptedException, IOException {
        int keys = workload.prepare(model.manifest().input().fields().stream()
                .map(field -> field.name())
                .toList());
        List<Measurement> measurements = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            for (Variant variant : variants) {
                for (SluiceConfig.StateStore store : stores) {
                    Measurement measurement = measure(variant, store, round, keys);
                    measurements.add(measurement);
                    listener.accept(measurement);
                }
            }
        }
        return measurements;
    }

    private Measurement measure(Variant variant, SluiceConfig.StateStore store, int round, int keys)
            throws ExecutionException, InterruptedException, IOException {
        String name = "bench-" + variant + "-" + setting(store) + "-" + round;
        workload.create(name);
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        double events;
        double nanos;
        double cpuNanos;
        long heap;
        try (ScoringApplication application =
                new ScoringApplication(config(name, variant, store), model, () -> instance(variant), registry)) {
            application.start();
            await(application, registry, workload.events() / WARM_UP_SHARE);
            double first = predictions(registry);
            long began = System.nanoTime();
            long cpuBegan = cpuNanos();
            await(application, registry, workload.events());
            events = predictions(registry) - first;
            nanos = System.nanoTime() - began;
            cpuNanos = cpuNanos() - cpuBegan;
            heap = Footprint.heap();
        }
        return new Measurement(
                variant,
                store,
                events / nanos * 1e9,
                cpuNanos / events / 1e3,
                registry.get("sluice.model.rows").summary().mean(),
                workload.checksum(name),
                new Footprint(
                        heap,
                        (double) Footprint.files(folder.resolve(name)) / keys,
                        (double) workload.logBytes(name + "-key-state-changelog") / workload.events()));
    }

    private StepModel instance(Variant variant) {
        return variant == Variant.IDENTITY
                ? new IdentityModel(model.manifest().sizes())
                : models.apply(variant.batchRows());
    }

    private static String setting(SluiceConfig.StateStore store) {
        return store.name().toLowerCase(Locale.ROOT);
    }

    private SluiceConfig config(String name, Variant variant, SluiceConfig.StateStore store) {
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
                setting(store),
                SluiceConfig.BATCH_ROWS,
                Integer.toString(variant.batchRows())));
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
