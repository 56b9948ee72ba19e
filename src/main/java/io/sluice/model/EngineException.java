package io.sluice.model;

/** Reports that the engine of a {@link StepModel} cannot start, use a device or compute a step. */
public final class EngineException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public EngineException(String message) {
        super(message);
    }

    public EngineException(String message, Throwable cause) {
        super(message, cause);
    }
}
