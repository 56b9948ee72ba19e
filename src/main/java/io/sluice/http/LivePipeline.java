package io.sluice.http;

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
        Manifest manifest,
        EventFormat format,
        String fingerprint,
        String device,
        String engine,
        String instance)
        implements AutoCloseable {
    /** Closes the instances of the model that answer questions. The pipeline itself goes on. */
    @Override
    public void close() {
        whatIf.close();
        gates.close();
    }
}
