package io.sluice.offline.scoring;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.Writer;

/** Writes each dead letter as a line of JSON. */
final class DeadLetterLines implements OutcomeSink {
    private static final JsonFactory JSON = new JsonFactory().disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);

    private final Writer out;

    DeadLetterLines(Writer out) {
        this.out = out;
    }

    @Override
    public void scored(ScoredEvent event) {}

    @Override
    public void rejected(DeadLetter letter) throws IOException {
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeNumberField("line", letter.line());
            json.writeStringField("key", letter.key());
            json.writeStringField("reason", letter.reason());
            json.writeStringField("detail", letter.detail());
            json.writeStringField("value", letter.value());
            json.writeEndObject();
        }
        out.write('\n');
    }

    @Override
    public void finish() throws IOException {
        out.flush();
    }
}
