package io.sluice.cli.recovery;

import io.sluice.Internal;
import io.sluice.config.SluiceConfig;
import io.sluice.engine.ServingModel;
import io.sluice.offline.bench.BenchTopics;
import io.sluice.offline.recovery.ExpectedPredictions;
import io.sluice.offline.recovery.KeyedReadings;
import io.sluice.offline.recovery.PipelineKind;
import io.sluice.offline.recovery.PipelineRecovery;
import io.sluice.offline.recovery.RecoveryException;
import io.sluice.offline.recovery.RecoveryTable;
import io.sluice.runtime.LoadedBundle;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/** Measures one pipeline after the other. */
@Internal
public final class RecoveryRun {
    /** Settings of the broker: sessions may be short, and the files of deleted topics go soon. */
    public static final Map<String, String> BROKER =
            Map.of("group.min.session.timeout.ms", "1000", "log.segment.delete.delay.ms", "1000");

    private final RecoverySetting setting;
    private final LoadedBundle bundle;
    private final ServingModel model;
    private final BenchTopics topics;
    private final RecoveryHost host;

    public RecoveryRun(RecoverySetting setting, LoadedBundle bundle, BenchTopics topics, RecoveryHost host) {
        this.setting = setting;
        this.bundle = bundle;
        this.model = ServingModel.of(bundle.bundle());
        this.topics = topics;
        this.host = host;
    }

    /**
     * Returns what the pipelines have shown.
     *
     * @throws RecoveryException if a process ends by itself, or nothing goes on
     */
    public List<PipelineRecovery> run() throws IOException, ExecutionException, InterruptedException {
        host.told().accept(RecoveryTable.headings());
        List<PipelineRecovery> results = new ArrayList<>();
        for (PipelineKind kind : setting.plan().pipelines()) {
            results.add(run(kind));
        }
        return results;
    }

    private PipelineRecovery run(PipelineKind kind) throws IOException, ExecutionException, InterruptedException {
        for (String topic : kind.topics()) {
            topics.create(topic);
        }
        Map<String, String> properties = kind.properties(topics.bootstrapServers(), model.channels());
        properties.put(
                SluiceConfig.MODEL, bundle.bundle().directory().toAbsolutePath().toString());
        KeyedReadings readings = new KeyedReadings(model.channels());
        PipelineRecovery result;
        try (ExpectedPredictions expected = new ExpectedPredictions(
                        model, bundle.newStepModel(1), readings, setting.plan().probes());
                Instances instances = new Instances(setting, kind, properties)) {
            result = new PipelineTrial(setting.plan(), kind, host, topics, instances, readings, expected).run();
        }
        topics.deleteRun(kind.name());
        return result;
    }
}
