package io.sluice.offline.training.loop;

/** Training was asked to stop, and left a checkpoint. */
public final class StoppedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StoppedException(String message) {
        super(message);
    }
}
