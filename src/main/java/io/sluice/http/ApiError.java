package io.sluice.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;

/** A request of the API that has no good answer. */
final class ApiError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient ObjectNode body;

    /**
     * An error with an answer of its own.
     *
     * @param status the status of HTTP
     * @param message one sentence for people
     */
    ApiError(int status, String message) {
        super(message, null, false, false);
        this.status = status;
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

    int status() {
        return status;
    }

    ObjectNode body() {
        return body;
    }
}
