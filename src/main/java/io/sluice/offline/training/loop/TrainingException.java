package io.sluice.offline.training.loop;

/** Data or a recipe that nothing can be learned from; the message is one line that says where, what and what to do. */
public final class TrainingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public TrainingException(String message) {
        super(message);
    }

    public TrainingException(String message, Throwable cause) {
        super(message, cause);
    }
}
