package io.sluice.score;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Writes explanations as JSON, alike in predictions and alerts. */
final class ExplanationJson {
    private ExplanationJson() {}

    /** Writes the field {@code explain}. */
    static void write(JsonGenerator json, Explanation explanation) throws IOException {
        json.writeObjectFieldStart("explain");
        json.writeStringField("text", ExplanationText.of(explanation));
        json.writeObjectFieldStart("channels");
        for (Explanation.ExplainedChannel channel : explanation.channels()) {
            write(json, channel);
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Explanation.ExplainedChannel channel) throws IOException {
        ChannelPart part = channel.channel();
        json.writeObjectFieldStart(part.name());
        writeNumber(json, "value", channel.value());
        writeNumber(json, "expected", part.expected());
        writeUsual(json, channel.usual());
        writeNumber(json, "frequency", channel.frequency());
        writeNumber(json, "contribution", part.contribution());
        json.writeObjectFieldStart("parts");
        for (Explanation.Part one : channel.parts()) {
            json.writeNumberField(one.name(), one.size());
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void writeUsual(JsonGenerator json, Explanation.@Nullable Usual usual) throws IOException {
        if (usual == null) {
            json.writeNullField("usual");
            return;
        }
        json.writeObjectFieldStart("usual");
        json.writeNumberField("from", usual.from());
        json.writeNumberField("to", usual.to());
        json.writeEndObject();
    }

    /** Writes a number; null if it is unknown. */
    static void writeNumber(JsonGenerator json, String field, @Nullable Float number) throws IOException {
        if (number == null) {
            json.writeNullField(field);
        } else {
            json.writeNumberField(field, number);
        }
    }
}
