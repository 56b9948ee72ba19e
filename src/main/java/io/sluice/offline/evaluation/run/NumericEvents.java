package io.sluice.offline.evaluation.run;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.sluice.Internal;
import io.sluice.event.Timestamps;
import io.sluice.model.Manifest;
import io.sluice.offline.dataset.Readings;
import java.util.ArrayList;
import java.util.List;

/** Writes readings as events of a model. Each channel of the model receives one column of the readings. */
@Internal
public final class NumericEvents {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final List<String> pointers;
    private final String timestamp;
    private final List<Integer> columns;

    /** @param columns the column for each of the model's channels, in the model's order */
    public NumericEvents(Manifest manifest, List<Integer> columns) {
        this.pointers = manifest.input().fields().stream()
                .map(Manifest.Input.Field::pointer)
                .toList();
        this.timestamp = manifest.input().timestamp().pointer();
        this.columns = List.copyOf(columns);
        if (pointers.size() != columns.size()) {
            throw new IllegalArgumentException(
                    columns + " are " + columns.size() + " columns for the channels " + pointers);
        }
    }

    /**
     * Writes the event of each row, without missing readings.
     *
     * @param source the source of the rows, for the message
     * @throws EvaluationException if all readings of a row are missing; the pipeline would refuse such an event
     */
    public List<String> write(Readings readings, String source) {
        List<String> events = new ArrayList<>(readings.rows());
        for (int row = 0; row < readings.rows(); row++) {
            events.add(event(readings, row, source));
        }
        return events;
    }

    private String event(Readings readings, int row, String source) {
        EventJson event = new EventJson().put(timestamp, JSON.textNode(Timestamps.format(readings.time(row))));
        boolean empty = true;
        for (int i = 0; i < columns.size(); i++) {
            double reading = readings.value(row, columns.get(i));
            if (!Double.isNaN(reading)) {
                event.put(pointers.get(i), JSON.numberNode(reading));
                empty = false;
            }
        }
        if (empty) {
            throw new EvaluationException(
                    source + ", row " + row + " (from 0): none of the model's channels has a reading");
        }
        return event.toString();
    }
}
