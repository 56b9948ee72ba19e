package io.sluice.offline.dataset;

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
}
