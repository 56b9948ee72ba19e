package io.sluice.offline.bench;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.sluice.engine.ServingModel;
import io.sluice.model.StepModel;
import io.sluice.stream.ScoringApplication;
import java.util.Collection;
import java.util.function.Supplier;

/** Sluice's pipeline with its metrics, as {@code sluice run} has it, but without HTTP. */
final class SluicePipeline implements BenchPipeline {
    private final ScoringApplication application;
    private final Counter predictions;
    private final Collection<Counter> deadLetters;
    private final DistributionSummary rows;

    /** @param instances makes an instance of the model for one stream thread */
    SluicePipeline(ServedRun run, ServingModel model, Supplier<? extends StepModel> instances) {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        this.application = new ScoringApplication(run.config(model.channels()), model, instances, registry);
        this.predictions = registry.get("sluice.predictions").counter();
        this.deadLetters = registry.get("sluice.dead.letters").counters();
        this.rows = registry.get("sluice.model.rows").summary();
    }

    @Override
    public void start() {
        application.start();
    }

    @Override
    public long predictions() {
        return (long) predictions.count();
    }

    @Override
    public long calls() {
        return rows.count();
    }

    @Override
    public double rows() {
        return rows.totalAmount();
    }

    @Override
    public void requireHealthy() {
        if (!application.isLive()) {
            throw new BenchException("the pipeline stopped: " + application.failure(), application.failure());
        }
        for (Counter letters : deadLetters) {
            if (letters.count() > 0) {
                throw new BenchException("the model does not score the events of the benchmark: "
                        + (long) letters.count() + " became dead letters, with the reason "
                        + letters.getId().getTag("reason"));
            }
        }
    }

    @Override
    public void close() {
        application.close();
    }
}
