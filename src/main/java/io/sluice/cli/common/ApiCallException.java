package io.sluice.cli.common;

import io.sluice.Internal;

/** Signals that a running pipeline did not answer, or refused to. The message is one line with the reason. */
@Internal
public final class ApiCallException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ApiCallException(String message) {
        super(message);
    }
}
