package io.sluice.offline.scoring;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.event.Event;
import java.util.List;

/**
 * An event of a file and its prediction.
 *
 * @param line the line where its row ends, counted from 1
 * @param timed true if the event has its own time
 * @param event the event as the model received it
 * @param value the event as it was read from the file
 * @param json the prediction as the pipeline would write it
 * @param prediction the same, parsed
 * @param output what the model gave, the row y
 */
record ScoredEvent(
        long line,
        String key,
        boolean timed,
        Event event,
        String value,
        String json,
        JsonNode prediction,
        List<Float> output) {}
