package io.sluice.cli.soak;

import io.sluice.Internal;
import io.sluice.offline.soak.SampleFile;
import io.sluice.offline.soak.SoakException;
import io.sluice.offline.soak.SoakPlan;
import io.sluice.offline.soak.SoakResult;
import io.sluice.offline.soak.SoakTopics;
import io.sluice.offline.soak.Traffic;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;

/** Runs pipelines under a load and takes samples of them. All of it happens in the thread that calls. */
@Internal
public final class SoakRun implements AutoCloseable {
    private static final String SAMPLES = "samples.csv";
    private static final Duration START = Duration.ofMinutes(3);

    private final SoakSetting setting;
    private final SoakPlan plan;
    private final SoakHost host;
    private final SampleFile file;
    private final SoakWatch watch;
    private final SoakLoad load;
    private final List<PipelineProcess> pipelines = new ArrayList<>();

    /** Prepares a soak. */
    public SoakRun(SoakSetting setting, SoakHost host) throws IOException {
        this.setting = setting;
        this.plan = setting.plan();
        this.host = host;
        this.file = new SampleFile(setting.logs().resolve(SAMPLES));
        this.watch = new SoakWatch(plan, host, file, pipelines);
        this.load = plan.isOverload() ? new TooManyEvents(plan, host.told()) : new SteadyLoad(plan);
    }

    /**
     * Starts the pipelines, sends all events, and waits for the predictions.
     *
     * @throws SoakException if a process ends, or an event is not scored
     */
    public void run() throws IOException, ExecutionException, InterruptedException {
        SoakTopics.create(host.bootstrapServers(), plan);
        for (String store : plan.stores()) {
            pipelines.add(PipelineProcess.start(setting, host.bootstrapServers(), store));
        }
        for (PipelineProcess pipeline : pipelines) {
            awaitReady(pipeline);
        }
        try (Traffic traffic = new Traffic(host.bootstrapServers(), plan.stores(), plan.workload(setting.channels()))) {
            watch.begin();
            load.serve(traffic, watch);
        }
    }

    private void awaitReady(PipelineProcess pipeline) throws InterruptedException {
        long deadline = System.nanoTime() + START.toNanos();
        while (!host.isStopped() && !pipeline.isReady()) {
            if (System.nanoTime() > deadline) {
                throw new SoakException("the pipeline with the store " + pipeline.store() + " was not ready within "
                        + START.toSeconds() + " s; its log is in " + setting.logs());
            }
            host.pause();
        }
    }

    /** Returns what the soak has shown so far. */
    public SoakResult result() {
        double length = load.seconds() == 0 ? watch.seconds() : load.seconds();
        return new SoakResult(
                length,
                watch.events(),
                plan.stores().stream()
                        .map(store -> watch.outcome(store, length))
                        .toList(),
                load.overload());
    }

    @Override
    public void close() throws IOException {
        pipelines.forEach(PipelineProcess::close);
        file.close();
    }
}
