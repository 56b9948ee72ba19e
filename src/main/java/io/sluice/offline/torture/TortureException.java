package io.sluice.offline.torture;

import org.jspecify.annotations.Nullable;

/** A torture cannot go on. The message is for users. */
public final class TortureException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public TortureException(String message) {
        super(message);
    }

    public TortureException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
