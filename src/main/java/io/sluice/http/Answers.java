package io.sluice.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.event.Event;
import io.sluice.event.ItemEvent;
import io.sluice.event.NumericEvent;
import io.sluice.event.TextEvent;
import io.sluice.event.Timestamps;
import io.sluice.live.KeySummary;
import io.sluice.live.LiveDeadLetter;
import io.sluice.live.LiveEvent;
import io.sluice.live.LiveIncident;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the pipeline has seen, as JSON. */
final class Answers {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<String> channels;
    private final boolean payloads;

    /**
     * Answers about a model's events.
     *
     * @param channels the names of the channels; empty if the input is not numeric
     * @param payloads whether texts of events and values of dead letters are shown
     */
    Answers(List<String> channels, boolean payloads) {
        this.channels = channels;
        this.payloads = payloads;
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static ArrayNode array() {
        return JsonNodeFactory.instance.arrayNode();
    }

    /** Parses a prediction. */
    static ObjectNode prediction(byte[] json) {
        try {
            return (ObjectNode) JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException("a prediction is not JSON", e);
        }
    }

    /** Returns an event with its prediction and its key. */
    ObjectNode keyedEvent(LiveEvent event) {
        ObjectNode answer = object().put("key", event.key());
        answer.setAll(event(event));
        return answer;
    }

    /** Returns an event with its prediction. */
    ObjectNode event(LiveEvent event) {
        ObjectNode prediction = prediction(event.prediction());
        prediction.remove(List.of("key", "model", "version", "input", "raw"));
        ObjectNode answer = object();
        answer.setAll(prediction);
        answer.set("event", content(event.event()));
        return answer;
    }

    private JsonNode content(Event event) {
        ObjectNode content = object();
        if (event instanceof NumericEvent readings) {
            for (int i = 0; i < readings.channels(); i++) {
                if (readings.isMissing(i)) {
                    content.putNull(channels.get(i));
                } else {
                    content.put(channels.get(i), readings.channel(i));
                }
            }
        } else if (event instanceof TextEvent words) {
            content.put("text", payloads ? words.text() : null);
        } else if (event instanceof ItemEvent click) {
            content.put("item", click.item());
        }
        return content;
    }

    /** Returns a key of a list. */
    ObjectNode key(KeySummary summary, String instance) {
        LiveEvent latest = summary.latest();
        ObjectNode answer = object().put("key", summary.key()).put("step", latest.step());
        if (latest.headline().label() != null) {
            answer.put("label", latest.headline().label());
        } else if (latest.headline().top() != null) {
            answer.put("top", latest.headline().top());
        }
        return answer.put("score", latest.headline().score())
                .put("last_event", Timestamps.format(latest.event().timestamp()))
                .put("seen", Timestamps.format(latest.appliedAt()))
                .put("activity", Math.round(summary.activity() * 1000) / 1000.0)
                .put("incident", latest.isAlert())
                .put("instance", instance);
    }

    /** Returns a key of a list with the last values of its course, so that a small curve can be drawn. */
    ObjectNode key(KeySummary summary, String instance, List<LiveEvent> latest) {
        ObjectNode answer = key(summary, instance);
        ArrayNode course = array();
        latest.forEach(event -> addCourse(course, event));
        if (!course.isEmpty()) {
            answer.set("course", course);
        }
        return answer;
    }

    /** Adds the first channel of a reading, or the probability of the last label. */
    private static void addCourse(ArrayNode course, LiveEvent event) {
        if (event.event() instanceof NumericEvent readings) {
            if (!readings.isMissing(0)) {
                course.add(readings.channel(0));
            }
        } else if (!Float.isNaN(event.headline().mood())) {
            course.add(event.headline().mood());
        }
    }

    /** Returns an incident. */
    ObjectNode incident(LiveIncident incident) {
        ObjectNode answer = object().put("key", incident.key())
                .put("since", Timestamps.format(incident.since()))
                .put("step", incident.step())
                .put("peak", incident.peak())
                .put("open", incident.isOpen());
        LiveIncident.End end = incident.end();
        if (end != null) {
            answer.put("closed", Timestamps.format(end.timestamp()))
                    .put("cause", end.cause().json());
            if (end.step() > 0) {
                answer.put("closed_step", end.step());
            }
        }
        answer.set("explain", opening(incident.opening()));
        return answer;
    }

    private static @Nullable JsonNode opening(@Nullable LiveEvent opening) {
        return opening == null ? null : prediction(opening.prediction()).get("explain");
    }

    /** Returns a dead letter. */
    ObjectNode deadLetter(LiveDeadLetter letter) {
        ObjectNode answer = object().put("reason", letter.reason().code())
                .put("detail", letter.detail())
                .put("time", Timestamps.format(letter.appliedAt()))
                .put("key", letter.key());
        answer.putObject("source")
                .put("topic", letter.partition().topic())
                .put("partition", letter.partition().partition())
                .put("offset", letter.offset());
        return payloads ? answer.put("value", letter.value()) : answer;
    }
}
