package io.sluice.broker;

/**
 * Signals that a broker cannot be started, cannot be reached or refuses a request. The message names the broker, the
 * cause and the remedy.
 */
public final class BrokerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BrokerException(String message) {
        super(message);
    }

    public BrokerException(String message, Throwable cause) {
        super(message, cause);
    }
}
