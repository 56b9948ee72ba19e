package io.sluice.stream;

import org.jspecify.annotations.Nullable;

/** The pipeline cannot start or continue. The message is one line that names the fault and the remedy. */
public final class StartException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StartException(String message) {
        super(message);
    }

    public StartException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
