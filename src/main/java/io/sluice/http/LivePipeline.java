package io.sluice.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.engine.ServingModel;
import io.sluice.format.EventFormat;
import io.sluice.live.EventExplainer;
import io.sluice.live.LiveView;
import io.sluice.live.WhatIf;
import io.sluice.model.Manifest;
import io.sluice.stream.ScoringApplication;

/**
 * A pipeline, as the API asks it.
 *
 * @param fingerprint the fingerprint of the model, in hexadecimal digits
 * @param device the device that runs the model
 * @param engine the name and the version of the engine
 * @param instance the name of this instance: {@code application.server}, or the address of this endpoint
 */
public record LivePipeline(
        ScoringApplication application,
        LiveView view,
        WhatIf whatIf,
        EventExplainer explainer,
        Gates gates,
        ServingModel serving,
        Deployment deployment,
        EventFormat format,
        String fingerprint,
        String device,
        String engine,
        String instance)
        implements AutoCloseable {
    Manifest manifest() {
        return serving.manifest();
    }

    /** Returns what the model is, as JSON. */
    ObjectNode model() {
        Manifest manifest = manifest();
        ObjectNode model = Answers.object()
                .put("name", manifest.name())
                .put("version", manifest.version())
                .put("task", manifest.task().json())
                .put("fingerprint", fingerprint)
                .put("device", device)
                .put("engine", engine);
        manifest.channels().forEach(model.withArray("channels")::add);
        return model;
    }

    /** Closes the instances of the model that answer questions. The pipeline itself goes on. */
    @Override
    public void close() {
        whatIf.close();
        gates.close();
    }
}
