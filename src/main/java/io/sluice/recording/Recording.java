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
     * @throws RejectedRowException if the row is not an event; the rows after it can still be read
     * @throws RecordingException if the rest of the file cannot be read
     */
    @Nullable
    RecordedEvent next() throws IOException;
}
