package io.sluice.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;

/** A request of the API that has no good answer. */
final class ApiError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient ObjectNode body;
    private long retryAfter;

    /**
     * An error with an answer of its own.
     *
     * @param status the status of HTTP
     * @param message one sentence for people
     */
    ApiError(int status, String message) {
        super(message, null, false, false);
        this.status = status;
        this.retryAfter = status == 503 ? 1 : 0;
        this.body = JsonNodeFactory.instance.objectNode().put("error", message);
    }

    /** Adds a field to the answer. */
    ApiError with(String field, String value) {
        body.put(field, value);
        return this;
    }

    /** Adds a field to the answer. */
    ApiError with(String field, long value) {
        body.put(field, value);
        return this;
    }

    /** Adds a list to the answer. */
    ApiError with(String field, Collection<Integer> numbers) {
        numbers.forEach(body.putArray(field)::add);
        return this;
    }

    /** Says after how many seconds the client may ask again. */
    ApiError retryAfter(long seconds) {
        retryAfter = seconds;
        return this;
    }

    /** Returns the number of seconds after which the client may ask again; 0 if it need not ask again. */
    long retryAfter() {
        return retryAfter;
    }

    int status() {
        return status;
    }

    ObjectNode body() {
        return body;
    }
}
