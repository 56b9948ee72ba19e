package io.sluice.offline.evaluation.own;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.sluice.Internal;
import io.sluice.offline.evaluation.run.EvaluationException;
import io.sluice.recording.AnomalyLabel;
import io.sluice.recording.EventFields;
import java.util.ArrayList;
import java.util.List;

/** Reads one field of rows, such as the label: a column, a field or a JSON pointer. */
@Internal
public final class RowLabels {
    private static final ObjectReader JSON = new ObjectMapper().reader();

    private final String name;
    private final JsonPointer pointer;

    /** @param name a column or a field by its name, or a JSON pointer */
    public RowLabels(String name) {
        this.name = name;
        this.pointer = EventFields.pointer(name);
    }

    /**
     * Returns true for an anomalous row.
     *
     * @throws EvaluationException if the label is missing, or says neither yes nor no
     */
    public boolean isAnomalous(OwnRow row) {
        String label = text(row);
        return AnomalyLabel.parse(label)
                .orElseThrow(() -> new EvaluationException(
                        row.where() + ": the label '" + name + "' is \"" + label + "\"; " + AnomalyLabel.VALUES));
    }

    /**
     * Returns the text of a label.
     *
     * @throws EvaluationException if the row has none
     */
    public String text(OwnRow row) {
        JsonNode event = json(row);
        JsonNode label = event.at(pointer);
        if (!label.isValueNode() || label.isNull()) {
            List<String> fields = new ArrayList<>();
            event.fieldNames().forEachRemaining(fields::add);
            throw new EvaluationException(row.where() + ": no value at '" + name + "'; the row has values for " + fields
                    + ". Every row needs a label, and a text has a text; for readings, --incidents FILE may name the"
                    + " incidents in place of labels");
        }
        return label.asText().strip();
    }

    static JsonNode json(OwnRow row) {
        try {
            return JSON.readTree(row.event().value());
        } catch (JsonProcessingException e) {
            throw new EvaluationException(row.where() + ": not JSON", e);
        }
    }
}
