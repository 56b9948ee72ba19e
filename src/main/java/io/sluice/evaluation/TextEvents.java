package io.sluice.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.sluice.model.Manifest;

/** Writes texts as events of a model. */
final class TextEvents {
    private final String pointer;

    TextEvents(Manifest manifest) {
        if (manifest.input().kind() != Manifest.Input.Kind.TEXT) {
            throw new EvaluationException("model " + manifest.name() + " takes "
                    + manifest.input().kind().json() + " input; this format needs one of texts");
        }
        this.pointer = manifest.input().fields().get(0).pointer();
    }

    /** The event of a text, at the epoch: a text's model does not look at time. */
    String event(String text) {
        JsonNode value = JsonNodeFactory.instance.textNode(text);
        String[] steps = pointer.substring(1).split("/", -1);
        for (int i = steps.length - 1; i >= 0; i--) {
            value = JsonNodeFactory.instance
                    .objectNode()
                    .set(steps[i].replace("~1", "/").replace("~0", "~"), value);
        }
        return value.toString();
    }
}
