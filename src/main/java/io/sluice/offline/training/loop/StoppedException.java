package io.sluice.offline.training.loop;

/** Thrown when a training was asked to stop. If it had begun to learn, it has written a checkpoint. */
public final class StoppedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StoppedException(String message) {
        super(message);
    }
}
