package io.sluice.http;

/** Signals that the HTTP endpoint cannot listen. The message is one line with the address, the cause and the remedy. */
public final class ListenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ListenException(String message) {
        super(message);
    }

    ListenException(String message, Throwable cause) {
        super(message, cause);
    }
}
