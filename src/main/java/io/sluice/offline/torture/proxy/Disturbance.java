package io.sluice.offline.torture.proxy;

import java.util.Locale;

/** The ways in which the proxy disturbs a request. */
public enum Disturbance {
    /** The proxy answers with an error, and the broker never sees the request. */
    ERROR,

    /** The request reaches the broker late. */
    DELAY,

    /** The connection closes, and the broker never sees the request. */
    DROP_REQUEST,

    /** The broker handles the request, but instead of its response the client finds the connection closed. */
    DROP_RESPONSE,

    /** The connection closes in the middle of the request, and so does the one of the next such request. */
    CUT_REQUEST,

    /** The connection closes in the middle of the response, and so does the one of the next such request. */
    CUT_RESPONSE;

    /** Returns the number of requests that one fault of this kind disturbs. */
    int requests() {
        return this == CUT_REQUEST || this == CUT_RESPONSE ? 2 : 1;
    }

    /** Returns the name in lower case with hyphens. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
