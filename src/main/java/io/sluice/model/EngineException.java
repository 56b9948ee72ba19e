package io.sluice.model;

/** What the engine under a {@link StepModel} could not do: start, use a device, compute a step. */
public final class EngineException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public EngineException(String message) {
        super(message);
    }

    public EngineException(String message, Throwable cause) {
        super(message, cause);
    }
}
