package io.sluice.live;

import io.sluice.engine.EngineSettings;
import io.sluice.engine.OfflineScoring;
import io.sluice.engine.ServingModel;
import io.sluice.event.Malformed;
import io.sluice.format.EventFormat;
import io.sluice.format.LayoutSettings;
import io.sluice.model.StepModel;
import io.sluice.state.KeyState;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/**
 * Answers what the model would say if events came now, on a copy of a key's state. It writes nothing. The answer is
 * what the pipeline would predict, bit for bit, because the pipeline's own engine computes it.
 *
 * <p>It has an instance of the model of its own, which it makes at the first question. It is thread-safe, and answers
 * one question after another.
 */
public final class WhatIf implements AutoCloseable {
    private static final String TOPIC = "what-if";

    private final ServingModel serving;
    private final EngineSettings settings;
    private final Supplier<? extends StepModel> instances;
    /** Questions come in the order in which they were asked. */
    private final ReentrantLock turn = new ReentrantLock(true);

    private final Map<Spelling, OfflineScoring> engines = new HashMap<>();
    private @Nullable StepModel model;
    private long offset;
    private boolean closed;

    /**
     * Prepares the answers of a pipeline. It makes no instance of the model yet.
     *
     * @param settings the settings of the pipeline's engine
     * @param instances makes an instance of the model, warmed up
     */
    public WhatIf(ServingModel serving, EngineSettings settings, Supplier<? extends StepModel> instances) {
        this.serving = serving;
        this.settings = settings;
        this.instances = instances;
    }

    /** An event of a question. */
    public static final class Question {
        private final byte[] value;
        private final long timestamp;
        private final Headers headers;

        /**
         * An event with headers.
         *
         * @param value the event as bytes of the question's format, which nobody may change
         * @param timestamp the time of its record, in milliseconds since the epoch
         */
        public Question(byte[] value, long timestamp, Headers headers) {
            this.value = value;
            this.timestamp = timestamp;
            this.headers = headers;
        }

        /** An event without headers. */
        public Question(byte[] value, long timestamp) {
            this(value, timestamp, new RecordHeaders());
        }
    }

    /** Signals that the pipeline stops, so nothing is answered any more. */
    public static final class ClosedException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** The answer to one event. */
    public sealed interface Answer {}

    /** The event has a prediction. */
    public static final class Predicted implements Answer {
        private final byte[] prediction;
        private final @Nullable KeyState before;

        private Predicted(byte[] prediction, @Nullable KeyState before) {
            this.prediction = prediction;
            this.before = before;
        }

        /** Returns the prediction as JSON, with its explanation and its input row. */
        public byte[] prediction() {
            return prediction;
        }

        /** Returns the state that the step continued; null if the key started with this event. */
        public @Nullable KeyState before() {
            return before;
        }
    }

    /** The event would go to the dead letters. */
    public record Refused(Malformed malformed) implements Answer {}

    /**
     * Predicts events of one key, one after another.
     *
     * @param state the key's state; null if it has none
     * @return an answer for each event, in their order
     */
    public List<Answer> sequence(EventFormat format, String key, @Nullable KeyState state, List<Question> events) {
        return parts(key, state, List.of(new Part(Spelling.of(format), events)));
    }

    /**
     * How the events of a question are written.
     *
     * @param fields where the fields of an event are
     */
    public record Spelling(EventFormat format, Fields fields) {
        /** JSON whose fields have the names of the channels, {@code text} or {@code item}, and {@code timestamp}. */
        public static final Spelling BY_NAME = new Spelling(EventFormat.JSON, Fields.BY_NAME);

        /** The place of the fields. */
        public enum Fields {
            /** Where the settings of the pipeline and the manifest say. */
            AS_IN_RECORDS,
            /** At the top level, under their names. */
            BY_NAME
        }

        /** Returns events as in records of a format. */
        public static Spelling of(EventFormat format) {
            return new Spelling(format, Fields.AS_IN_RECORDS);
        }
    }

    /** Events of a key that are written in the same way. */
    public record Part(Spelling spelling, List<Question> events) {}

    /**
     * Predicts events of one key, one after another.
     *
     * @param state the key's state; null if it has none
     * @return an answer for each event of all parts, in their order
     */
    public List<Answer> parts(String key, @Nullable KeyState state, List<Part> parts) {
        List<Answer> answers = new ArrayList<>();
        Map<String, KeyState> states = state == null ? Map.of() : Map.of(key, state);
        turn.lock();
        try {
            for (Part part : parts) {
                Answered answered = answers(engine(part.spelling), states, keyed(key, part.events));
                answers.addAll(answered.answers);
                states = answered.states;
            }
        } finally {
            turn.unlock();
        }
        return answers;
    }

    private static List<KeyedQuestion> keyed(String key, List<Question> events) {
        return events.stream().map(event -> new KeyedQuestion(key, event)).toList();
    }

    /** Events of a key, one after another, and the state that the first one continues; null if the key starts. */
    public record Sequence(@Nullable KeyState state, List<Question> events) {}

    /**
     * Predicts sequences of events that do not depend on each other. The model steps them together.
     *
     * @return the answers to the events of each sequence, in their order
     */
    public List<List<Answer>> sequences(EventFormat format, List<Sequence> sequences) {
        List<KeyedQuestion> keyed = new ArrayList<>();
        Map<String, KeyState> states = new HashMap<>();
        for (int i = 0; i < sequences.size(); i++) {
            String key = "sequence-" + i;
            sequences.get(i).events.forEach(event -> keyed.add(new KeyedQuestion(key, event)));
            if (sequences.get(i).state != null) {
                states.put(key, sequences.get(i).state);
            }
        }
        Iterator<Answer> answers = answers(format, states, keyed).iterator();
        return sequences.stream()
                .map(sequence ->
                        sequence.events.stream().map(event -> answers.next()).toList())
                .toList();
    }

    private record KeyedQuestion(String key, Question event) {
        byte[] keyBytes() {
            return key.getBytes(StandardCharsets.UTF_8);
        }

        ConsumerRecord<byte[], byte[]> record(long at) {
            return new ConsumerRecord<>(
                    TOPIC,
                    0,
                    at,
                    event.timestamp,
                    TimestampType.CREATE_TIME,
                    ConsumerRecord.NULL_SIZE,
                    ConsumerRecord.NULL_SIZE,
                    keyBytes(),
                    event.value,
                    event.headers,
                    Optional.empty());
        }
    }

    private List<Answer> answers(EventFormat format, Map<String, KeyState> states, List<KeyedQuestion> events) {
        turn.lock();
        try {
            return answers(engine(Spelling.of(format)), states, events).answers;
        } finally {
            turn.unlock();
        }
    }

    /** Answers, and the states of the keys after them. */
    private record Answered(List<Answer> answers, Map<String, KeyState> states) {}

    private Answered answers(OfflineScoring engine, Map<String, KeyState> states, List<KeyedQuestion> events) {
        List<Answer> answers = new ArrayList<>(events.size());
        Map<String, KeyState> current = new HashMap<>(states);
        try {
            states.forEach((key, state) -> engine.remember(key.getBytes(StandardCharsets.UTF_8), state));
            engine.poll(events.stream().map(event -> event.record(offset++)).toList(), new OfflineScoring.Listener() {
                @Override
                public void predicted(ConsumerRecord<byte[], byte[]> record, byte[] prediction) {
                    String key = new String(record.key(), StandardCharsets.UTF_8);
                    answers.add(new Predicted(prediction, current.get(key)));
                    current.put(key, engine.state(record.key()));
                }

                @Override
                public void rejected(ConsumerRecord<byte[], byte[]> record, Malformed malformed) {
                    answers.add(new Refused(malformed));
                }
            });
        } finally {
            forget(engine, states, events);
        }
        return new Answered(answers, current);
    }

    /** Forgets all keys of a question, also those without an event, so that the next one starts from its own states. */
    private static void forget(OfflineScoring engine, Map<String, KeyState> states, List<KeyedQuestion> events) {
        Set<String> keys = new HashSet<>(states.keySet());
        events.forEach(event -> keys.add(event.key));
        keys.forEach(key -> engine.forget(key.getBytes(StandardCharsets.UTF_8)));
    }

    private OfflineScoring engine(Spelling spelling) {
        if (closed) {
            throw new ClosedException();
        }
        StepModel instance = model == null ? instances.get() : model;
        model = instance;
        return engines.computeIfAbsent(spelling, unused -> new OfflineScoring(serving, instance, settings(spelling)));
    }

    private EngineSettings settings(Spelling spelling) {
        return switch (spelling.fields) {
            case AS_IN_RECORDS -> settings.forQuestions(spelling.format);
            case BY_NAME ->
                settings.forQuestions(
                        spelling.format,
                        LayoutSettings.byName(serving.manifest().input()));
        };
    }

    /** Waits for the question in work. */
    @Override
    public void close() {
        turn.lock();
        try {
            closed = true;
            if (model != null) {
                model.close();
            }
        } finally {
            turn.unlock();
        }
    }
}
