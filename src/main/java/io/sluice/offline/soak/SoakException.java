package io.sluice.offline.soak;

import org.jspecify.annotations.Nullable;

/** A soak cannot go on. The message is for users. */
public final class SoakException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SoakException(String message) {
        super(message);
    }

    public SoakException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
