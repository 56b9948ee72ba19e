package io.sluice.offline.bench;

import org.jspecify.annotations.Nullable;

/** A benchmark cannot be measured. The message is for users. */
public final class BenchException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BenchException(String message) {
        super(message);
    }

    public BenchException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
