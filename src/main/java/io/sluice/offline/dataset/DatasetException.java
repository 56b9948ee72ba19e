package io.sluice.offline.dataset;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;

/**
 * Data that does not have the expected layout. The message names the file and row, what was found and what is needed.
 */
public final class DatasetException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DatasetException(String message) {
        super(message);
    }

    DatasetException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Adds the reason of {@code cause} to a problem, in one line: of invalid CSV or JSON without the location. */
    static DatasetException withReason(String problem, IOException cause) {
        String reason =
                cause instanceof JsonProcessingException invalid ? invalid.getOriginalMessage() : cause.toString();
        return new DatasetException(problem + ": " + reason, cause);
    }
}
