package io.sluice.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.event.Timestamps;
import io.sluice.live.LiveEvent;
import io.sluice.live.StartedEvent;
import io.sluice.model.Manifest;
import io.sluice.score.AnomalyScorer;
import io.sluice.score.Incident;
import io.sluice.state.KeyState;
import io.sluice.stream.KeyStates;
import java.util.List;
import java.util.Map;

/** The answers to questions about one key that this instance has. */
final class KeyQuestions {
    /** The largest number of events of a series that are asked again. */
    private static final int MOST_EXPLAINED = 300;

    private final LivePipeline pipeline;
    private final Answers answers;
    private final ExplainAnswer explain;
    private final SeriesExplanation series;

    KeyQuestions(LivePipeline pipeline, Answers answers, boolean payloads) {
        this.pipeline = pipeline;
        this.answers = answers;
        this.series = new SeriesExplanation(pipeline);
        this.explain = new ExplainAnswer(pipeline, answers, payloads);
    }

    /** Returns what is remembered about the key. */
    ObjectNode state(String key, KeyStates.Found found) {
        KeyState state = found.state();
        ObjectNode answer = head(key, state)
                .put("last_event", Timestamps.format(state.eventTime()))
                .put("partition", found.partition())
                .put("silent", state.isSilenceTold())
                .put("scorer", scorer(key, state));
        answer.putObject("state")
                .put("bytes", state.bytes().length)
                .put("scorer_bytes", state.scorerBytes())
                .put("fingerprint", Long.toHexString(state.fingerprint()))
                .put("norm", state.packedNorm());
        return answer;
    }

    private ObjectNode head(String key, KeyState state) {
        return Answers.object()
                .put("key", key)
                .put("instance", pipeline.instance())
                .put("step", state.steps());
    }

    /** Says in words what the scorer remembers. */
    private String scorer(String key, KeyState state) {
        if (pipeline.manifest().task() != Manifest.Task.ANOMALY) {
            return state.scorerBytes() == 0
                    ? "The scorer remembers nothing; all is in the hidden state."
                    : "The scorer remembers the latest items of the key.";
        }
        Incident open =
                state.scorerBytes() < AnomalyScorer.INCIDENT_BYTES ? null : AnomalyScorer.cutShort(state.scorer());
        return open == null
                ? "No incident is open." + silence(key)
                : "An incident is open since " + Timestamps.format(open.since()) + " (step " + open.step()
                        + "). Its largest score is " + open.peak() + ".";
    }

    private String silence(String key) {
        List<LiveEvent> latest = pipeline.view().events(key, 1);
        if (latest.isEmpty()) {
            return "";
        }
        int left = Answers.prediction(latest.get(0).prediction())
                .path("anomaly")
                .path("silent_left")
                .asInt();
        return left == 0 ? " Events are judged." : " Events are not judged yet: " + left + " more are needed.";
    }

    /** Returns the recent events of the key, each with its usual range and its gates as far as they can be found. */
    ObjectNode explained(String key, int limit, long after) {
        List<LiveEvent> events = events(key, limit, after);
        return series(key, events, series.of(key, Math.min(events.size(), MOST_EXPLAINED)));
    }

    /**
     * Returns the recent events of the key.
     *
     * @param after the step after which they come
     */
    ObjectNode series(String key, int limit, long after) {
        return series(key, events(key, limit, after), Map.of());
    }

    /** Returns the events since the key started. A step that it has not reached yet is one of before its start. */
    private List<LiveEvent> events(String key, int limit, long after) {
        List<LiveEvent> events = pipeline.view().events(key, limit);
        if (events.isEmpty()) {
            return events;
        }
        long known = after > events.get(events.size() - 1).step() ? 0 : after;
        int from = events.size();
        while (from > 0 && events.get(from - 1).step() > known && rises(events, from)) {
            from--;
        }
        return events.subList(from, events.size());
    }

    /** Returns true if the event at a place follows the one before it: the key has not started again between them. */
    private static boolean rises(List<LiveEvent> events, int place) {
        return place == events.size()
                || events.get(place - 1).step() < events.get(place).step();
    }

    private ObjectNode series(String key, List<LiveEvent> events, Map<LiveEvent, ObjectNode> explanations) {
        ObjectNode answer = Answers.object().put("key", key).put("instance", pipeline.instance());
        if (pipeline.view().events(key, 1).isEmpty()) {
            answer.put(
                    "note",
                    "this instance keeps no event of the key: it started after the last one, or newer"
                            + " events of other keys took the memory");
        }
        ArrayNode list = answer.putArray("events");
        for (LiveEvent event : events) {
            list.add(answers.event(event).setAll(explanations.getOrDefault(event, Answers.object())));
        }
        return answer;
    }

    /** Returns the reasons for the key's latest prediction. */
    ObjectNode explain(String key, KeyStates.Found found) {
        List<StartedEvent> events = pipeline.view().started(key);
        if (events.isEmpty()
                || events.get(events.size() - 1).event().step() < found.state().steps()) {
            throw new ApiError(
                            409,
                            "this instance does not keep the latest event of the key: it started after it, or"
                                    + " newer events of other keys took the memory; ask again after the key's next event")
                    .with("key", key);
        }
        return explain.of(events);
    }
}
