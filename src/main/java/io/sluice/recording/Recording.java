package io.sluice.recording;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The events of a file in their order, read one at a time. */
public interface Recording extends Closeable {
    /**
     * Reads the next event.
     *
     * @return the event, or null at the end of the file
     * @throws RecordingException if the row is not an event
     */
    @Nullable
    RecordedEvent next() throws IOException;
}
