package io.sluice.offline.training.loop;

/** Thrown if a training cannot start or continue. The message is one line: where, what was found, and what to do. */
public final class TrainingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public TrainingException(String message) {
        super(message);
    }

    public TrainingException(String message, Throwable cause) {
        super(message, cause);
    }
}
