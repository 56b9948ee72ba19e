package io.sluice.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.javalin.http.Context;
import java.io.IOException;

/** A short body of a request. */
final class SmallBody {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_BYTES = 4096;

    private SmallBody() {}

    /** Refuses a body that is long, or does not say how long it is. */
    static void require(Context context) {
        int length = context.contentLength();
        if (length < 0 || length > MOST_BYTES) {
            throw new ApiError(413, "the body must say its length, and have at most " + MOST_BYTES + " bytes");
        }
    }

    /** Reads a body of JSON. */
    static JsonNode json(Context context) {
        require(context);
        try {
            return JSON.readTree(context.bodyAsBytes());
        } catch (IOException e) {
            throw new ApiError(400, "the body is no JSON object");
        }
    }
}
