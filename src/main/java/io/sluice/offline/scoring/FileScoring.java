package io.sluice.offline.scoring;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.sluice.engine.EngineSettings;
import io.sluice.engine.OfflineScoring;
import io.sluice.engine.ServingModel;
import io.sluice.event.DeadLetterReason;
import io.sluice.event.Event;
import io.sluice.event.Malformed;
import io.sluice.format.EventDecoder;
import io.sluice.format.LayoutSettings;
import io.sluice.offline.findings.AbsentChannels;
import io.sluice.recording.RecordedEvent;
import io.sluice.recording.Recording;
import io.sluice.recording.RecordingException;
import io.sluice.recording.RejectedRowException;
import io.sluice.runtime.LoadedBundle;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Scores the events of a file with the engine of the pipeline. The predictions are those of a pipeline that reads the
 * same events from a topic of one partition with the name of the file.
 */
final class FileScoring {
    private static final int POLL_ROWS = 1000; // as far as look-ahead reads
    private static final ObjectReader JSON = new ObjectMapper().reader();

    private final LoadedBundle bundle;
    private final ServingModel model;
    private final EngineSettings settings;
    private final EventDecoder decoder;
    private final String topic;
    private final @Nullable String key;

    /**
     * Prepares the scoring of a file.
     *
     * @param topic the name of the file, which predictions name as their source
     * @param key the key of all events; null if each row has its own
     */
    FileScoring(LoadedBundle bundle, ServingModel model, EngineSettings settings, String topic, @Nullable String key) {
        this.bundle = bundle;
        this.model = model;
        this.settings = settings;
        this.decoder = settings.events().decoder(model.manifest().input(), null);
        this.topic = topic;
        this.key = key;
    }

    /** A row whose outcome is due: a record with an event, or a dead letter. */
    private record Row(
            @Nullable RecordedEvent event,
            @Nullable ConsumerRecord<byte[], byte[]> record,
            @Nullable DeadLetter letter) {}

    /**
     * Scores the rows to the end.
     *
     * @throws RecordingException if the rest of the file cannot be read; the rows before it were scored
     */
    void score(Recording recording, OutcomeSink sink) throws IOException {
        StepOutputs outputs = new StepOutputs();
        try (OfflineScoring scoring =
                new OfflineScoring(model, bundle.newStepModel(settings.batchRows()), settings, outputs)) {
            Run run = new Run(scoring, outputs, sink);
            run.readAll(recording);
        }
        sink.finish();
    }

    /** The outcome of a record. */
    private record Result(
            @Nullable String prediction, @Nullable Malformed malformed) {}

    /** One pass over a file. */
    private final class Run implements OfflineScoring.Listener {
        private final OfflineScoring scoring;
        private final StepOutputs outputs;
        private final OutcomeSink sink;
        private final List<Row> rows = new ArrayList<>(POLL_ROWS);
        private final Queue<Result> results = new ArrayDeque<>(POLL_ROWS);
        private long offset;

        Run(OfflineScoring scoring, StepOutputs outputs, OutcomeSink sink) {
            this.scoring = scoring;
            this.outputs = outputs;
            this.sink = sink;
        }

        void readAll(Recording recording) throws IOException {
            for (Row row = next(recording); row != null; row = next(recording)) {
                rows.add(row);
                if (rows.size() == POLL_ROWS) {
                    flush();
                }
            }
            flush();
        }

        private @Nullable Row next(Recording recording) throws IOException {
            try {
                RecordedEvent event = recording.next();
                return event == null ? null : new Row(event, record(event), null);
            } catch (RejectedRowException e) {
                return new Row(null, null, new DeadLetter(e.line(), key, e.reason(), e.problem(), e.row()));
            } catch (RecordingException e) {
                flush(); // the rows before it are good
                throw e;
            }
        }

        private ConsumerRecord<byte[], byte[]> record(RecordedEvent event) {
            String own = key == null ? Objects.requireNonNull(event.key(), "a row has a key, or all have one") : key;
            return new ConsumerRecord<>(topic, 0, offset++, bytes(own), bytes(event.value()));
        }

        private void flush() throws IOException {
            scoring.poll(rows.stream().map(Row::record).filter(Objects::nonNull).toList(), this);
            for (Row row : rows) {
                if (row.letter != null) {
                    sink.rejected(row.letter);
                } else {
                    pass(Objects.requireNonNull(row.event), Objects.requireNonNull(row.record), results.remove());
                }
            }
            rows.clear();
        }

        private void pass(RecordedEvent event, ConsumerRecord<byte[], byte[]> record, Result result)
                throws IOException {
            String name = new String(record.key(), StandardCharsets.UTF_8);
            Malformed malformed = result.malformed;
            String prediction = result.prediction;
            if (malformed != null || prediction == null) {
                outputs.forget(record.offset());
                Malformed why = Objects.requireNonNull(malformed);
                sink.rejected(
                        new DeadLetter(event.line(), name, why.reason().code(), detail(why, event), event.value()));
                return;
            }
            Event decoded = (Event) decoder.decode(record.value(), record.headers(), 0);
            sink.scored(new ScoredEvent(
                    event.line(),
                    name,
                    event.time().isPresent(),
                    decoded,
                    event.value(),
                    prediction,
                    JSON.readTree(prediction),
                    outputs.take(record.offset())));
        }

        /** Returns the detail of a dead letter; of an event without a channel, also the fields that it has. */
        private String detail(Malformed why, RecordedEvent event) {
            return why.reason() == DeadLetterReason.NO_CHANNEL
                    ? why.detail() + "; "
                            + AbsentChannels.fields(
                                    settings.events()
                                            .layout()
                                            .apply(model.manifest().input()),
                                    LayoutSettings.PREFIX,
                                    event.value())
                    : why.detail();
        }

        @Override
        public void predicted(ConsumerRecord<byte[], byte[]> record, byte[] prediction) {
            results.add(new Result(new String(prediction, StandardCharsets.UTF_8), null));
        }

        @Override
        public void rejected(ConsumerRecord<byte[], byte[]> record, Malformed malformed) {
            results.add(new Result(null, malformed));
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
