package io.sluice.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.event.Malformed;
import io.sluice.format.EventFormat;
import io.sluice.live.EventStretch;
import io.sluice.live.LiveEvent;
import io.sluice.live.LiveView;
import io.sluice.live.WhatIf;
import io.sluice.live.WhatIf.Part;
import io.sluice.live.WhatIf.Predicted;
import io.sluice.live.WhatIf.Question;
import io.sluice.live.WhatIf.Spelling;
import io.sluice.state.KeyState;
import io.sluice.stream.KeyStates;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The answer to the question what the model would predict if other events came. Nothing is written. */
final class WhatIfAnswer {
    private static final int MOST_EVENTS = 1000;

    private final LivePipeline pipeline;

    WhatIfAnswer(LivePipeline pipeline) {
        this.pipeline = pipeline;
    }

    /**
     * A question.
     *
     * @param key the key whose events they would be
     * @param atStep the step that the key must have; null for any
     * @param instead the step of the event whose place they take; null if they come after the latest event
     * @param following the number of events after that one which are predicted again
     * @param spelling how the events are written; null for as in records
     * @param gates whether the predictions of the asked events get the effect of each gate
     */
    record Asked(
            String key,
            @Nullable Long atStep,
            @Nullable Long instead,
            int following,
            @Nullable Spelling spelling,
            boolean gates) {}

    /**
     * Returns the predictions.
     *
     * @param body the events as JSON
     * @param found the state of the key now
     * @throws ApiError if an event would go to the dead letters, the key has another step, or the event to replace
     *     cannot run again
     */
    ObjectNode of(Asked asked, byte[] body, KeyStates.Found found) {
        KeyState state = found.state();
        if (asked.atStep != null && asked.atStep != state.steps()) {
            throw new ApiError(409, "the key is at step " + state.steps() + " now, not " + asked.atStep)
                    .with("key", asked.key)
                    .with("step", state.steps());
        }
        if (asked.instead != null && body.length == 0) {
            return again(asked, asked.instead);
        }
        List<byte[]> events =
                EventBody.events(body, asked.spelling == null ? pipeline.format() : asked.spelling.format());
        if (events.size() > MOST_EVENTS) {
            throw new ApiError(
                    413,
                    "the body has " + events.size() + " events; at most " + MOST_EVENTS + " are predicted at once");
        }
        Spelling spelling = asked.spelling == null ? records() : asked.spelling;
        return asked.instead == null
                ? after(asked, found, spelling, events)
                : instead(asked, asked.instead, spelling, events);
    }

    /** People write JSON, also where records are in a binary format. */
    private Spelling records() {
        return Spelling.of(pipeline.format() == EventFormat.TEXT ? EventFormat.TEXT : EventFormat.JSON);
    }

    private ObjectNode after(Asked asked, KeyStates.Found found, Spelling spelling, List<byte[]> events) {
        long now = System.currentTimeMillis();
        boolean continues = !pipeline.application().states().isExpiredAt(found, now);
        Part part = new Part(spelling, questions(events, now));
        List<WhatIf.Answer> answers =
                pipeline.whatIf().parts(asked.key, continues ? found.state() : null, List.of(part));
        return answer(asked, found.state().steps(), answers, 0, events.size());
    }

    private static List<Question> questions(List<byte[]> events, long time) {
        return events.stream().map(event -> new Question(event, time)).toList();
    }

    /** Predicts an event again as it came. */
    private ObjectNode again(Asked asked, long step) {
        Replaced replaced = replaced(asked.key, step);
        Part same = new Part(Spelling.of(pipeline.format()), List.of(replaced.event.question()));
        return answer(asked, replaced, same);
    }

    /** Predicts other events in place of one that came. */
    private ObjectNode instead(Asked asked, long step, Spelling spelling, List<byte[]> events) {
        Replaced replaced = replaced(asked.key, step);
        Part others =
                new Part(spelling, questions(events, replaced.event.event().timestamp()));
        return answer(asked, replaced, others);
    }

    /** Runs the kept events before the replaced one again, then the asked ones, then those that came after it. */
    private ObjectNode answer(Asked asked, Replaced replaced, Part events) {
        List<Question> before =
                replaced.before.stream().map(LiveEvent::question).toList();
        List<Question> after = replaced.after.stream()
                .limit(asked.following)
                .map(LiveEvent::question)
                .toList();
        Spelling recorded = Spelling.of(pipeline.format());
        List<WhatIf.Answer> answers = pipeline.whatIf()
                .parts(
                        asked.key,
                        replaced.state,
                        List.of(new Part(recorded, before), events, new Part(recorded, after)));
        if (answers.subList(0, before.size()).stream().anyMatch(WhatIf.Refused.class::isInstance)) {
            throw cannotRun(asked.key, replaced.event.step());
        }
        return answer(
                asked,
                replaced.event.step() - 1,
                answers,
                before.size(),
                events.events().size());
    }

    /**
     * The event to replace.
     *
     * @param state the state from which the events before it start; null if the key starts there
     * @param before the events from that state up to it
     * @param after the events after it, as far as the key did not start again
     */
    private record Replaced(@Nullable KeyState state, List<LiveEvent> before, LiveEvent event, List<LiveEvent> after) {}

    private Replaced replaced(String key, long step) {
        List<EventStretch> stretches = pipeline.view().stretches(key, LiveView.EVENTS_PER_KEY);
        for (int i = stretches.size() - 1; i >= 0; i--) {
            List<LiveEvent> events = stretches.get(i).events();
            for (int j = 0; j < events.size(); j++) {
                if (events.get(j).step() == step) {
                    List<LiveEvent> after = new ArrayList<>(events.subList(j + 1, events.size()));
                    stretches.subList(i + 1, stretches.size()).stream()
                            .takeWhile(stretch -> stretch.before() != null)
                            .forEach(stretch -> after.addAll(stretch.events()));
                    return new Replaced(stretches.get(i).before(), events.subList(0, j), events.get(j), after);
                }
            }
        }
        throw cannotRun(key, step);
    }

    private static ApiError cannotRun(String key, long step) {
        return new ApiError(
                        409,
                        "the event of step " + step + " cannot be replaced: it is not in memory, or no state before it"
                                + " is")
                .with("key", key);
    }

    /**
     * Makes the answer.
     *
     * @param step the step before the asked events
     * @param from the place of the first asked event among the answers
     * @param count the number of asked events
     */
    private ObjectNode answer(Asked asked, long step, List<WhatIf.Answer> answers, int from, int count) {
        ObjectNode answer = Answers.object()
                .put("key", asked.key)
                .put("instance", pipeline.instance())
                .put("step", step);
        ArrayNode predictions = answer.putArray("predictions");
        for (WhatIf.Answer each : answers.subList(from, answers.size())) {
            int place = predictions.size();
            predictions.add(prediction(each, place, asked.gates && place < count));
        }
        return answer;
    }

    private ObjectNode prediction(WhatIf.Answer answer, int event, boolean withGates) {
        if (answer instanceof WhatIf.Refused refused) {
            Malformed malformed = refused.malformed();
            throw new ApiError(400, "the event would go to the dead letters: " + malformed.detail())
                    .with("reason", malformed.reason().code())
                    .with("event", event);
        }
        Predicted predicted = (Predicted) answer;
        ObjectNode prediction = Answers.prediction(predicted.prediction());
        if (withGates) {
            GatesAnswer.of(pipeline.gates(), predicted.before(), prediction.path("input"))
                    .ifPresent(gates -> prediction.set("gates", gates));
        }
        prediction.remove(List.of("source", "input", "raw"));
        return prediction;
    }
}
