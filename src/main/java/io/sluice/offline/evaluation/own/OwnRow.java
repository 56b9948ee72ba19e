package io.sluice.offline.evaluation.own;

import io.sluice.Internal;
import io.sluice.recording.RecordedEvent;

/**
 * A row of own data.
 *
 * @param file the name of the file
 * @param key the key
 * @param event the event as a replay would send it
 */
@Internal
public record OwnRow(String file, String key, RecordedEvent event) {
    /** Returns the place of the row, for messages. */
    public String where() {
        return file + ", line " + event.line();
    }
}
