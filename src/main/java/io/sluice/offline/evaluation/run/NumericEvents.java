package io.sluice.offline.evaluation.run;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.sluice.Internal;
import io.sluice.event.Timestamps;
import io.sluice.model.Manifest;
import io.sluice.offline.dataset.Readings;
import java.util.ArrayList;
import java.util.List;

/** Writes readings as events of a model: its channels in order are columns of the readings. */
@Internal
public final class NumericEvents {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final List<String> pointers;
    private final List<Integer> columns;

    /** @param columns which column each of the model's channels is fed with */
    public NumericEvents(Manifest manifest, List<Integer> columns) {
        this.pointers = manifest.input().fields().stream()
                .map(Manifest.Input.Field::pointer)
                .toList();
        this.columns = List.copyOf(columns);
        if (pointers.size() != columns.size()) {
            throw new IllegalArgumentException(pointers + " are fed with " + columns);
        }
    }

    /**
     * The event of each row; a reading that is missing is left out.
     *
     * @param where what the rows are of, for the message
     * @throws EvaluationException where none of a row's readings is there, which the pipeline would refuse
     */
    public List<String> of(Readings readings, String where) {
        List<String> events = new ArrayList<>(readings.rows());
        for (int row = 0; row < readings.rows(); row++) {
            events.add(event(readings, row, where));
        }
        return events;
    }

    private String event(Readings readings, int row, String where) {
        EventJson event = new EventJson().put("/timestamp", JSON.textNode(Timestamps.format(readings.time(row))));
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
                    where + ", row " + row + " (from 0): none of the model's channels has a reading");
        }
        return event.toString();
    }
}
