package io.sluice.offline.recovery;

import org.jspecify.annotations.Nullable;

/** A recovery cannot be measured. The message is for users. */
public final class RecoveryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public RecoveryException(String message) {
        super(message);
    }

    public RecoveryException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
