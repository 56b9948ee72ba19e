package io.sluice.cli.common;

import io.sluice.Internal;
import io.sluice.config.SluiceConfig;
import io.sluice.engine.ServingModel;
import io.sluice.http.Deployment;
import io.sluice.http.HttpEndpoint;
import io.sluice.http.LivePipeline;
import io.sluice.live.EventExplainer;
import io.sluice.live.LiveView;
import io.sluice.live.WhatIf;
import io.sluice.runtime.LoadedBundle;
import io.sluice.stream.ScoringApplication;
import java.util.Locale;

/** The API of a pipeline with a PyTorch model. */
@Internal
public final class LiveApi {
    private LiveApi() {}

    /** Serves the API of a pipeline that has not started yet. End the API before the pipeline closes. */
    public static void serve(
            HttpEndpoint http,
            SluiceConfig config,
            ServingModel serving,
            LoadedBundle bundle,
            ScoringApplication application) {
        LiveView view = new LiveView(config.httpMemoryBytes(), config.events().format(), System::currentTimeMillis);
        application.listen(view);
        WhatIf whatIf = new WhatIf(serving, config.engineSettings(), () -> bundle.newStepModel(config.batchRows()));
        String server = config.applicationServer();
        http.serve(new LivePipeline(
                application,
                view,
                whatIf,
                new EventExplainer(whatIf, config.events().format()),
                new ModuleGates(bundle),
                serving,
                deployment(config, application),
                config.events().format(),
                Long.toHexString(bundle.bundle().fingerprint()),
                bundle.device(),
                bundle.engine(),
                server.isEmpty() ? http.url().substring("http://".length()) : server));
    }

    private static Deployment deployment(SluiceConfig config, ScoringApplication application) {
        return new Deployment(
                config.applicationId(),
                Version.number(),
                new Deployment.Topics(
                        config.inputTopics(),
                        application.repartitionTopic(),
                        config.outputTopic(),
                        config.alertTopic(),
                        config.deadLetterTopic()),
                config.streamThreads(),
                config.stateStore().name().toLowerCase(Locale.ROOT),
                config.processingGuarantee(),
                config.commitMillis());
    }
}
