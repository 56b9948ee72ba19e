package io.sluice.offline.evaluation.run;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.sluice.Internal;
import io.sluice.event.Timestamps;
import io.sluice.model.Manifest;

/** Writes texts or items as events of a model. */
@Internal
public final class TextEvents {
    private final String pointer;
    private final String timestamp;

    private TextEvents(Manifest manifest, Manifest.Input.Kind kind, String needed) {
        if (manifest.input().kind() != kind) {
            throw new EvaluationException("model " + manifest.name() + " takes "
                    + manifest.input().kind().json() + " input; this format needs a model of " + needed);
        }
        this.timestamp = manifest.input().timestamp().pointer();
        this.pointer = manifest.input().fields().get(0).pointer();
    }

    /**
     * Writes texts.
     *
     * @throws EvaluationException if the model has another input
     */
    public TextEvents(Manifest manifest) {
        this(manifest, Manifest.Input.Kind.TEXT, "texts");
    }

    /**
     * Writes items.
     *
     * @throws EvaluationException if the model has another input
     */
    public static TextEvents ofItems(Manifest manifest) {
        return new TextEvents(manifest, Manifest.Input.Kind.ITEM, "items");
    }

    /** Returns the event of a text or an item without a time. These models do not use the time. */
    public String event(String text) {
        return json(text).toString();
    }

    /** Returns the event of a text at a time in milliseconds since the epoch. */
    public String event(String text, long time) {
        return json(text)
                .put(timestamp, JsonNodeFactory.instance.textNode(Timestamps.format(time)))
                .toString();
    }

    private EventJson json(String text) {
        return new EventJson().put(pointer, JsonNodeFactory.instance.textNode(text));
    }
}
