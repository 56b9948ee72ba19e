package io.sluice.state;

/** Reports a stored state that the running model cannot continue from. The process ends with this message. */
public final class StateException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StateException(String message) {
        super(message);
    }
}
