package io.sluice.live;

import io.sluice.event.Event;
import io.sluice.event.ItemEvent;
import io.sluice.event.TextEvent;
import io.sluice.format.EventFormat;
import io.sluice.live.WhatIf.Answer;
import io.sluice.live.WhatIf.Predicted;
import io.sluice.live.WhatIf.Question;
import io.sluice.live.WhatIf.Sequence;
import io.sluice.state.KeyState;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Finds out why an event was judged as it was, by asking the model again. For anomalies it asks for the parts of the
 * score. For texts it leaves out one word at a time, and for items one past item at a time (occlusion: Zeiler and
 * Fergus, 2014). It is thread-safe.
 */
public final class EventExplainer {
    /** The largest number of words that are left out, one at a time. */
    private static final int MOST_WORDS = 64;

    private final WhatIf whatIf;
    private final EventFormat format;

    /** @param format the format of the pipeline's events */
    public EventExplainer(WhatIf whatIf, EventFormat format) {
        this.whatIf = whatIf;
        this.format = format;
    }

    /** The answer of the model without one part of its input. */
    public static final class Without {
        private final String part;
        private final int place;
        private final byte @Nullable [] prediction;

        private Without(String part, int place, byte @Nullable [] prediction) {
            this.part = part;
            this.place = place;
            this.prediction = prediction;
        }

        /** Returns the word or the item that was left out. */
        public String part() {
            return part;
        }

        /** Returns the place of the word in its text, or of the item in the past, from 0. */
        public int place() {
            return place;
        }

        /** Returns the prediction without the part, as JSON; null if the rest cannot be judged. */
        public byte @Nullable [] prediction() {
            return prediction;
        }
    }

    /** Asks for the prediction of an event again, with its explanation and its input row. */
    public Answer again(StartedEvent event) {
        return whatIf.sequence(
                        format,
                        event.event().key(),
                        event.before(),
                        List.of(event.event().question()))
                .get(0);
    }

    /** Asks for the predictions of events again. An event that cannot be read again is not in the answer. */
    public Map<LiveEvent, Predicted> again(List<EventStretch> stretches) {
        List<Sequence> sequences = stretches.stream()
                .map(stretch -> new Sequence(
                        stretch.before(),
                        stretch.events().stream().map(LiveEvent::question).toList()))
                .toList();
        List<List<Answer>> answers = whatIf.sequences(format, sequences);
        Map<LiveEvent, Predicted> predictions = new HashMap<>();
        for (int i = 0; i < stretches.size(); i++) {
            add(predictions, stretches.get(i).events(), answers.get(i));
        }
        return predictions;
    }

    private static void add(Map<LiveEvent, Predicted> predictions, List<LiveEvent> events, List<Answer> answers) {
        for (int i = 0; i < events.size(); i++) {
            if (answers.get(i) instanceof Predicted predicted) {
                predictions.put(events.get(i), predicted);
            }
        }
    }

    /** Returns the prediction of a text without each of its first words. */
    public List<Without> withoutWords(StartedEvent event, TextEvent text) {
        List<String> words = List.of(text.text().strip().split("\\s+"));
        List<List<Question>> texts = IntStream.range(0, Math.min(words.size(), MOST_WORDS))
                .mapToObj(left -> List.of(question(without(words, left), event.event())))
                .toList();
        return without(event.before(), texts, words);
    }

    private static String without(List<String> words, int left) {
        List<String> rest = new ArrayList<>(words);
        rest.remove(left);
        return String.join(" ", rest);
    }

    /**
     * Returns the latest ranking of a key without each of its past items.
     *
     * @param events the key's latest events, at least one; the ranking is that of the last one
     */
    public List<Without> withoutItems(List<StartedEvent> events) {
        List<String> items =
                events.stream().map(event -> item(event.event().event())).toList();
        List<Question> all = events.stream()
                .map(StartedEvent::event)
                .map(event -> question(item(event.event()), event))
                .toList();
        List<List<Question>> sequences = IntStream.range(0, all.size())
                .mapToObj(left -> {
                    List<Question> rest = new ArrayList<>(all);
                    rest.remove(left);
                    return rest;
                })
                .filter(rest -> !rest.isEmpty())
                .toList();
        return without(events.get(0).before(), sequences, items);
    }

    private static String item(Event event) {
        return ((ItemEvent) event).item();
    }

    /** Returns a text or an item as the whole value of a record, at the time of the event. */
    private static Question question(String value, LiveEvent event) {
        return new Question(
                value.getBytes(StandardCharsets.UTF_8), event.event().timestamp());
    }

    private List<Without> without(@Nullable KeyState start, List<List<Question>> sequences, List<String> parts) {
        List<List<Answer>> answers = whatIf.sequences(
                EventFormat.TEXT,
                sequences.stream().map(events -> new Sequence(start, events)).toList());
        return IntStream.range(0, answers.size())
                .mapToObj(left -> new Without(parts.get(left), left, prediction(last(answers.get(left)))))
                .toList();
    }

    private static Answer last(List<Answer> answers) {
        return answers.get(answers.size() - 1);
    }

    private static byte @Nullable [] prediction(Answer answer) {
        return answer instanceof Predicted predicted ? predicted.prediction() : null;
    }
}
