package io.sluice.offline.torture;

import io.sluice.offline.torture.audit.Audit;
import io.sluice.offline.torture.audit.Findings;
import io.sluice.offline.torture.audit.Oracle;
import io.sluice.offline.torture.audit.Output;
import io.sluice.offline.torture.audit.Written;
import io.sluice.offline.torture.plan.Scenario;
import io.sluice.offline.torture.plan.Topics;
import io.sluice.offline.torture.plan.Workload;
import io.sluice.runtime.LoadedBundle;
import io.sluice.state.KeyState;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Audits a scenario from what its topics hold: events, predictions, alerts, dead letters and states. */
final class ScenarioAudit {
    private final Bundles bundles;
    private final Map<Workload, LoadedBundle> loaded = new EnumMap<>(Workload.class);
    private long predictions;

    ScenarioAudit(Bundles bundles) {
        this.bundles = bundles;
    }

    /** Compares all that the pipeline has committed with what the oracle expects. */
    Findings of(Scenario scenario, Map<String, String> properties, CommittedRecords records)
            throws IOException, ExecutionException, InterruptedException {
        Topics topics = Topics.of(scenario);
        Written found = found(topics, records);
        Written expected =
                new Oracle(bundle(scenario.pipeline().workload()), properties).expect(records.read(topics.inputs()));
        return Audit.of(
                expected,
                found,
                scenario.pipeline().mixesPartitions() ? ScenarioAudit::withoutStreamTime : UnaryOperator.identity());
    }

    private LoadedBundle bundle(Workload workload) throws IOException {
        LoadedBundle known = loaded.get(workload);
        if (known != null) {
            return known;
        }
        LoadedBundle bundle = LoadedBundle.open(bundles.of(workload), "cpu");
        loaded.put(workload, bundle);
        return bundle;
    }

    /** Returns the number of predictions that the last audit found. */
    long predictions() {
        return predictions;
    }

    private Written found(Topics topics, CommittedRecords records) throws ExecutionException, InterruptedException {
        List<Output> outputs = new ArrayList<>(read(records, topics.predictions(), Output::prediction));
        predictions = outputs.size();
        outputs.addAll(read(records, topics.alerts(), Output::alert));
        outputs.addAll(read(records, topics.deadLetters(), Output::deadLetter));
        Map<ByteBuffer, ByteBuffer> states = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> state : records.read(List.of(topics.changelog()))) {
            if (state.value() == null) {
                states.remove(ByteBuffer.wrap(state.key()));
            } else {
                states.put(ByteBuffer.wrap(state.key()), ByteBuffer.wrap(state.value()));
            }
        }
        return new Written(outputs, states);
    }

    private static List<Output> read(
            CommittedRecords records, String topic, Function<ConsumerRecord<byte[], byte[]>, Output> output)
            throws ExecutionException, InterruptedException {
        return records.read(List.of(topic)).stream().map(output).toList();
    }

    /** Where partitions mix, the stream time at which an event is applied depends on the order in which they come. */
    private static ByteBuffer withoutStreamTime(ByteBuffer state) {
        byte[] copy = Written.copy(state);
        KeyState.of(copy).appliedAt(0);
        return ByteBuffer.wrap(copy);
    }
}
