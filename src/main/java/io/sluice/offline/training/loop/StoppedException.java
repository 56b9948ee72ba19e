package io.sluice.offline.training.loop;

/** Thrown when a training was asked to stop. It has written a checkpoint. */
public final class StoppedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StoppedException(String message) {
        super(message);
    }
}
