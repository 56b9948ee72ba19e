package io.sluice.offline.imports;

import io.sluice.engine.EngineSettings;
import io.sluice.engine.OfflineScoring;
import io.sluice.engine.ServingModel;
import io.sluice.event.DeadLetterReason;
import io.sluice.event.Event;
import io.sluice.event.Malformed;
import io.sluice.event.NumericEvent;
import io.sluice.format.EventDecoder;
import io.sluice.format.EventSettings;
import io.sluice.model.Manifest;
import io.sluice.model.RankedOutput;
import io.sluice.model.StepModel;
import io.sluice.recording.RecordedEvent;
import io.sluice.recording.Recording;
import io.sluice.recording.RecordingException;
import io.sluice.recording.RejectedRowException;
import io.sluice.score.SeenItems;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
    private final Manifest manifest;
    private final EventDecoder decoder;
    private final Map<String, Integer> rows = new HashMap<>();
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
        this.manifest = serving.manifest();
        this.decoder = events.decoder(manifest.input(), null);
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

    /**
     * Gives the next event of a file to the pipeline.
     *
     * @return null at the end of the file
     * @throws RecordingException if the rest of the file cannot be read; a row that is no event is rejected
     */
    public @Nullable EventResult next(Recording recording) throws IOException {
        try {
            RecordedEvent event = recording.next();
            return event == null ? null : next(event);
        } catch (RejectedRowException e) {
            RecordedEvent row = new RecordedEvent(e.line(), null, OptionalLong.empty(), e.row());
            return new EventResult.Rejected(row, e.reason(), e.problem());
        }
    }

    /** Gives an event to the pipeline. An event without a time takes the time of this call, as if it were sent now. */
    private EventResult next(RecordedEvent event) {
        String key = commonKey == null ? Objects.requireNonNullElse(event.key(), "") : commonKey;
        List<EventResult> results = new ArrayList<>();
        scoring.poll(List.of(message(event, key)), new OfflineScoring.Listener() {
            @Override
            public void predicted(ConsumerRecord<byte[], byte[]> message, byte[] prediction) {
                String json = new String(prediction, StandardCharsets.UTF_8);
                StepRecorder.Step step = steps.take().get(0);
                rows.merge(key, 1, Integer::sum);
                results.add(new EventResult.Scored(event, key, read(message), step.x(), step.y(), json));
            }

            @Override
            public void rejected(ConsumerRecord<byte[], byte[]> message, Malformed malformed) {
                List<StepRecorder.Step> taken = steps.take(); // a record may be rejected after its step
                String detail = malformed.reason() == DeadLetterReason.PREDICTION_NOT_FINITE
                        ? notFinite(taken.get(0), key, read(message)).orElse(malformed.detail())
                        : malformed.detail();
                results.add(new EventResult.Rejected(event, malformed.reason().code(), detail));
            }
        });
        return results.get(0);
    }

    private Event read(ConsumerRecord<byte[], byte[]> message) {
        return (Event) decoder.decode(message.value(), message.headers(), message.timestamp());
    }

    /** Returns what is not finite in a step; empty if all its numbers are finite. */
    private Optional<String> notFinite(StepRecorder.Step step, String key, Event event) {
        List<String> names = manifest.outputNames();
        return first(step.y(), i -> "y[" + i + "] (" + names.get(i) + ")")
                .or(() -> first(step.next(), i -> "the next state[" + i + "]"))
                .map(found -> "key " + key + ", row " + (rows.getOrDefault(key, 0) + 1) + ": " + found
                        + missing(event) + "; a step must give finite numbers for every event, those with missing"
                        + " readings included");
    }

    private static Optional<String> first(List<Float> values, IntFunction<String> name) {
        return IntStream.range(0, values.size())
                .filter(i -> !Float.isFinite(values.get(i)))
                .mapToObj(i -> name.apply(i) + " is " + values.get(i))
                .findFirst();
    }

    private String missing(Event event) {
        if (!(event instanceof NumericEvent readings)) {
            return "";
        }
        List<String> channels = manifest.channels();
        String missing = IntStream.range(0, channels.size())
                .filter(readings::isMissing)
                .mapToObj(channels::get)
                .collect(Collectors.joining(", "));
        return missing.isEmpty() ? "" : ", where the reading of " + missing + " is missing";
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
