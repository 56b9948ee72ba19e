package io.sluice.cli.demo;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.sluice.cli.common.LiveApi;
import io.sluice.config.SluiceConfig;
import io.sluice.engine.ServingModel;
import io.sluice.http.Health;
import io.sluice.http.HttpEndpoint;
import io.sluice.runtime.LoadedBundle;
import io.sluice.stream.ScoringApplication;
import io.sluice.stream.StartException;
import org.jspecify.annotations.Nullable;

/** A pipeline in the process of the demo. */
final class InnerPipeline implements DemoPipeline {
    private final SluiceConfig config;
    private final ServingModel serving;
    private final LoadedBundle model;
    private final ScoringApplication application;
    private final @Nullable HttpEndpoint http;

    /** @param http the endpoint that serves the API of the pipeline; null for none */
    InnerPipeline(
            SluiceConfig config, LoadedBundle model, PrometheusMeterRegistry metrics, @Nullable HttpEndpoint http) {
        this.config = config;
        this.model = model;
        this.serving = ServingModel.of(model.bundle(), model.tokenizer(), config.scoring());
        this.application =
                new ScoringApplication(config, serving, () -> model.newStepModel(config.batchRows()), metrics);
        this.http = http;
    }

    @Override
    public void start() {
        if (http != null) {
            LiveApi.serve(http, config, serving, model, application);
        }
        application.start();
    }

    @Override
    public Health health() {
        return new Health(application.isLive(), application.isReady(), application.state());
    }

    @Override
    public void requireLive() {
        if (!application.isLive()) {
            Throwable failure = application.failure();
            String found = "the demo's pipeline is " + application.state();
            throw failure == null ? new StartException(found) : new StartException(found + ": " + failure, failure);
        }
    }

    @Override
    public void close() {
        if (http != null) {
            http.endApi();
        }
        application.close();
    }
}
