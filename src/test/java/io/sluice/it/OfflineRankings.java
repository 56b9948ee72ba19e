package io.sluice.it;

import io.sluice.config.SluiceConfig;
import io.sluice.engine.OfflineScoring;
import io.sluice.engine.ServingModel;
import io.sluice.event.Malformed;
import io.sluice.runtime.LoadedBundle;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Computes the predictions of a topic's records without a broker. */
final class OfflineRankings implements OfflineScoring.Listener {
    private final List<String> predictions = new ArrayList<>();

    private OfflineRankings() {}

    /** Returns the predictions, one partition after another; each partition is one poll. */
    static List<String> of(Workload workload, List<ConsumerRecord<byte[], byte[]>> input) {
        Map<Integer, List<ConsumerRecord<byte[], byte[]>>> partitions = new TreeMap<>();
        input.forEach(record -> partitions
                .computeIfAbsent(record.partition(), unused -> new ArrayList<>())
                .add(record));
        Map<String, String> properties = new HashMap<>(Map.of(
                "bootstrap.servers", "unused:1",
                "application.id", "offline",
                "sluice.model", workload.bundle().toString(),
                "sluice.input.topic", input.get(0).topic(),
                "sluice.output.topic", "unused",
                "sluice.output.raw", "true"));
        properties.putAll(workload.properties());
        LoadedBundle bundle = LoadedBundle.open(workload.bundle(), "cpu");
        OfflineRankings rankings = new OfflineRankings();
        try (OfflineScoring scoring = new OfflineScoring(
                ServingModel.of(bundle.bundle()),
                bundle.newStepModel(512),
                new SluiceConfig(properties).engineSettings())) {
            partitions.values().forEach(records -> scoring.poll(records, rankings));
        }
        return rankings.predictions;
    }

    @Override
    public void predicted(ConsumerRecord<byte[], byte[]> record, byte[] prediction) {
        predictions.add(new String(prediction, StandardCharsets.UTF_8));
    }

    @Override
    public void rejected(ConsumerRecord<byte[], byte[]> record, Malformed malformed) {
        // The audit compares dead letters.
    }
}
