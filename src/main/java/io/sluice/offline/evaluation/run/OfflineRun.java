package io.sluice.offline.evaluation.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.engine.EngineSettings;
import io.sluice.engine.OfflineScoring;
import io.sluice.engine.ServingModel;
import io.sluice.event.Malformed;
import io.sluice.runtime.LoadedBundle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Scores events in this process, without a broker. */
public final class OfflineRun implements ScoringRun {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TOPIC = "events";
    private static final int POLL_RECORDS = 500; // a consumer's default

    private final LoadedBundle bundle;
    private final EngineSettings settings;
    private final Map<String, Double> overrides;

    /** Creates a run of {@code bundle}. */
    public OfflineRun(LoadedBundle bundle) {
        this(bundle, EngineSettings.DEFAULTS, Map.of());
    }

    /**
     * Creates a run of {@code bundle} with settings.
     *
     * @param overrides settings of the scorer that override those of the manifest
     */
    public OfflineRun(LoadedBundle bundle, EngineSettings settings, Map<String, Double> overrides) {
        this.bundle = bundle;
        this.settings = settings;
        this.overrides = Map.copyOf(overrides);
    }

    /** Creates a run of {@code bundle} whose predictions include the model's input and output. */
    public static OfflineRun raw(LoadedBundle bundle) {
        return new OfflineRun(bundle, EngineSettings.DEFAULTS.withRawOutput(true), Map.of());
    }

    @Override
    public <T> Map<String, List<T>> score(
            List<KeyEvents> keys, Function<JsonNode, T> read, Function<Refusal, T> refused) {
        ResultCollector<T> results = new ResultCollector<>(read, refused);
        List<ConsumerRecord<byte[], byte[]>> poll = new ArrayList<>(POLL_RECORDS);
        long[] offset = {0};
        try (OfflineScoring scoring = new OfflineScoring(
                ServingModel.of(bundle.bundle(), bundle.tokenizer(), overrides),
                bundle.newStepModel(settings.batchRows()),
                settings)) {
            RoundRobin.forEach(keys, (key, event) -> {
                poll.add(new ConsumerRecord<>(TOPIC, 0, offset[0]++, bytes(key), bytes(event)));
                if (poll.size() == POLL_RECORDS) {
                    scoring.poll(poll, results);
                    poll.clear();
                }
            });
            scoring.poll(poll, results);
        }
        return results.byKey;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Collects the results by key. */
    private static final class ResultCollector<T> implements OfflineScoring.Listener {
        private final Map<String, List<T>> byKey = new LinkedHashMap<>();
        private final Function<JsonNode, T> read;
        private final Function<Refusal, T> refused;

        ResultCollector(Function<JsonNode, T> read, Function<Refusal, T> refused) {
            this.read = read;
            this.refused = refused;
        }

        @Override
        public void predicted(ConsumerRecord<byte[], byte[]> record, byte[] prediction) {
            try {
                add(record, read.apply(JSON.readTree(prediction)));
            } catch (IOException e) {
                throw new UncheckedIOException("a prediction is not JSON", e);
            }
        }

        @Override
        public void rejected(ConsumerRecord<byte[], byte[]> record, Malformed malformed) {
            add(record, refused.apply(new Refusal(malformed.reason().code(), malformed.detail())));
        }

        private void add(ConsumerRecord<byte[], byte[]> record, T result) {
            byKey.computeIfAbsent(new String(record.key(), StandardCharsets.UTF_8), unused -> new ArrayList<>())
                    .add(result);
        }
    }
}
