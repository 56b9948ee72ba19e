package io.sluice.http;

import io.javalin.http.Context;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides who may use the API. On a loopback address every program of the machine may, if its request names a loopback
 * host: a page of another site that a browser was led to names another one. On any other address a request needs the
 * token. Whoever has the token, or a session of the {@link Login}, may always use the API.
 */
final class Access {
    private static final Set<String> LOOPBACK_NAMES = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final String BEARER = "bearer ";

    private final boolean loopback;
    private final @Nullable Sessions sessions;
    private final WrongTokens wrongTokens;

    /**
     * The rule for an address.
     *
     * @param host the address that is served
     * @param sessions the sessions of the bearer token; null if there is no token
     */
    Access(String host, @Nullable Sessions sessions, WrongTokens wrongTokens) {
        this.loopback = isLoopback(host);
        this.sessions = sessions;
        this.wrongTokens = wrongTokens;
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false; // the endpoint will not start
        }
    }

    /**
     * Returns true if a browser sends the request for a page of another site. Such a page cannot read the answer, but
     * it could keep the pipeline busy.
     *
     * @param host the header {@code Host}
     * @param origin the header {@code Origin}; null if it is missing
     * @param site the header {@code Sec-Fetch-Site} (Fetch Metadata, W3C); null if it is missing
     */
    static boolean isOfAnotherSite(@Nullable String host, @Nullable String origin, @Nullable String site) {
        if (site != null && !site.equals("same-origin") && !site.equals("none")) {
            return true;
        }
        return origin != null && !origin.replaceFirst("^https?://", "").equals(host);
    }

    /** Refuses a request that a browser sends for a page of another site. */
    static void requireOwnSite(Context context) {
        if (isOfAnotherSite(context.header("Host"), context.header("Origin"), context.header("Sec-Fetch-Site"))) {
            throw new ApiError(403, "the API answers no pages of other sites");
        }
    }

    /** Refuses a request that may not use the API. */
    void require(Context context) {
        requireOwnSite(context);
        String authorization = context.header("Authorization");
        String session = sessions == null ? null : context.cookie(sessions.cookie());
        if (sessions != null && bearer(authorization) != null && !hasToken(authorization)) {
            wrongTokens.add(context.ip());
        }
        switch (decide(context.header("Host"), authorization, session)) {
            case ALLOWED -> {}
            case WRONG_HOST -> throw new ApiError(403, "the API answers to localhost, 127.0.0.1 and [::1] alone");
            case CLOSED -> requireOpen();
            case TOKEN_MISSING -> {
                context.header("WWW-Authenticate", "Bearer");
                throw new ApiError(401, "send the token of sluice.http.token: Authorization: Bearer TOKEN");
            }
        }
    }

    /** Refuses everything if nobody may use the API. */
    void requireOpen() {
        if (!loopback && sessions == null) {
            throw new ApiError(403, "the API is closed: set sluice.http.token, and send it as a bearer token");
        }
    }

    /** The answer to a request. */
    enum Decision {
        ALLOWED,
        /** The request names a host that is not this machine. */
        WRONG_HOST,
        /** The request needs the token. */
        TOKEN_MISSING,
        /** No token is set, so nobody may use the API from this address. */
        CLOSED
    }

    /**
     * Decides about a request.
     *
     * @param host the header {@code Host}; null if it is missing
     * @param authorization the header {@code Authorization}; null if it is missing
     * @param session the cookie of {@link Login}; null if it is missing
     */
    Decision decide(@Nullable String host, @Nullable String authorization, @Nullable String session) {
        if (hasToken(authorization) || hasSession(session)) {
            return Decision.ALLOWED;
        }
        if (loopback) {
            return host != null && LOOPBACK_NAMES.contains(name(host)) ? Decision.ALLOWED : Decision.WRONG_HOST;
        }
        return sessions == null ? Decision.CLOSED : Decision.TOKEN_MISSING;
    }

    private boolean hasToken(@Nullable String authorization) {
        String given = bearer(authorization);
        return sessions != null && given != null && sessions.isToken(given);
    }

    /** Returns the token that the header {@code Authorization} carries; null if it carries none. */
    private static @Nullable String bearer(@Nullable String authorization) {
        return authorization != null && authorization.toLowerCase(Locale.ROOT).startsWith(BEARER)
                ? authorization.substring(BEARER.length()).trim()
                : null;
    }

    private boolean hasSession(@Nullable String session) {
        return sessions != null && session != null && sessions.isValid(session);
    }

    /** Returns the host of a header without its port. */
    private static String name(String host) {
        int port = host.lastIndexOf(':');
        String name = port > host.lastIndexOf(']') ? host.substring(0, port) : host;
        return name.toLowerCase(Locale.ROOT);
    }
}
