package io.sluice.offline.imports;

import io.sluice.engine.EngineSettings;
import io.sluice.engine.OfflineScoring;
import io.sluice.engine.ServingModel;
import io.sluice.event.Malformed;
import io.sluice.format.EventSettings;
import io.sluice.model.Manifest;
import io.sluice.model.RankedOutput;
import io.sluice.model.StepModel;
import io.sluice.recording.RecordedEvent;
import io.sluice.score.SeenItems;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/**
 * Gives the events of a file to the pipeline's own code, one by one, and returns the row and the prediction of each. It
 * belongs to one thread.
 */
public final class EventRun implements AutoCloseable {
    private static final String TOPIC = "events";
    private static final int RANKED = 3;

    /** The number of rows of the largest call of the model in a run. */
    public static final int ROWS = 4;

    private final @Nullable String commonKey;
    private final StepRecorder steps;
    private final OfflineScoring scoring;

    /**
     * A run that begins without states.
     *
     * @param model an instance of the model, which this object closes
     * @param events the settings of how events are read
     * @param commonKey the key of all events; null if each has its own
     */
    public EventRun(ServingModel serving, StepModel model, EventSettings events, @Nullable String commonKey) {
        this.commonKey = commonKey;
        this.steps = new StepRecorder(model);
        this.scoring = new OfflineScoring(serving, steps, settings(serving.manifest(), events));
    }

    private static EngineSettings settings(Manifest manifest, EventSettings events) {
        EngineSettings settings = EngineSettings.DEFAULTS.withEvents(events);
        return manifest.task() == Manifest.Task.RANKING
                ? settings.withRankings(
                        Math.min(RANKED, RankedOutput.of(manifest).depth()), SeenItems.KEEP)
                : settings;
    }

    /** Gives an event to the pipeline. An event without a time takes the time of this call, as if it were sent now. */
    public EventResult next(RecordedEvent event) {
        String key = commonKey == null ? Objects.requireNonNullElse(event.key(), "") : commonKey;
        List<EventResult> results = new ArrayList<>();
        scoring.poll(List.of(message(event, key)), new OfflineScoring.Listener() {
            @Override
            public void predicted(ConsumerRecord<byte[], byte[]> message, byte[] prediction) {
                String json = new String(prediction, StandardCharsets.UTF_8);
                StepRecorder.Step step = steps.take().get(0);
                results.add(new EventResult.Scored(event, key, step.x(), step.y(), json));
            }

            @Override
            public void rejected(ConsumerRecord<byte[], byte[]> message, Malformed malformed) {
                steps.take(); // a prediction that cannot be written was stepped
                results.add(new EventResult.Rejected(event, malformed));
            }
        });
        return results.get(0);
    }

    private static ConsumerRecord<byte[], byte[]> message(RecordedEvent event, String key) {
        byte[] name = key.getBytes(StandardCharsets.UTF_8);
        byte[] value = event.value().getBytes(StandardCharsets.UTF_8);
        return new ConsumerRecord<>(
                TOPIC,
                0,
                event.line(),
                System.currentTimeMillis(),
                TimestampType.CREATE_TIME,
                name.length,
                value.length,
                name,
                value,
                new RecordHeaders(),
                Optional.empty());
    }

    @Override
    public void close() {
        scoring.close();
    }
}
