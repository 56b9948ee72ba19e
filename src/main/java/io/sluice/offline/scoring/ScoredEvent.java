package io.sluice.offline.scoring;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.event.Event;

/**
 * An event of a file and its prediction.
 *
 * @param line the line where its row ends, counted from 1
 * @param timed true if the event has its own time
 * @param event the event as the model received it
 * @param json the prediction as the pipeline would write it
 * @param prediction the same, parsed
 */
record ScoredEvent(long line, String key, boolean timed, Event event, String json, JsonNode prediction) {}
