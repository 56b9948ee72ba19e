package io.sluice.http;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.HttpStatus;
import io.javalin.http.SameSite;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets a person use the API from a browser. {@code POST /login} with the token sets a cookie, and {@code POST /logout}
 * removes it.
 */
final class Login {
    private static final String FORM = "application/x-www-form-urlencoded";

    /** The largest number of wrong tokens in a minute, from all clients together. */
    private static final int MOST_WRONG = 10;

    private static final long MINUTE = 60_000;

    /** The largest number of logins in work: a slow one must not take the threads of the health. */
    static final int AT_ONCE = 2;

    private final @Nullable Sessions sessions;
    private final Access access;
    private final WrongTokens wrongTokens;
    private final LongSupplier clock;

    /** The times of the last wrong tokens, in milliseconds since the epoch. */
    private final Deque<Long> wrong = new ArrayDeque<>();

    /**
     * A login.
     *
     * @param sessions the sessions of the API's token; null if there is no token
     * @param clock returns the present time in milliseconds since the epoch
     */
    Login(@Nullable Sessions sessions, Access access, WrongTokens wrongTokens, LongSupplier clock) {
        this.sessions = sessions;
        this.access = access;
        this.wrongTokens = wrongTokens;
        this.clock = clock;
    }

    void route(JavalinConfig config) {
        Places logins = new Places(AT_ONCE);
        config.routes.post("/login", context -> logins.within(context, () -> login(context)));
        config.routes.post("/logout", this::logout);
    }

    private void login(Context context) {
        Access.requireOwnSite(context);
        access.requireOpen();
        if (sessions == null) {
            throw new ApiError(409, "no token is set, so the API needs no login");
        }
        requireToken(sessions, given(context), context.ip());
        setCookie(context, sessions.cookie(), sessions.begin(), (int) Sessions.LENGTH.toSeconds());
        leave(context);
    }

    private void logout(Context context) {
        Access.requireOwnSite(context);
        if (sessions != null) {
            setCookie(context, sessions.cookie(), "", 0);
        }
        leave(context);
    }

    private static String given(Context context) {
        SmallBody.require(context);
        String given = isForm(context)
                ? context.formParam("token")
                : SmallBody.json(context).path("token").textValue();
        if (given == null || given.isEmpty()) {
            throw new ApiError(400, "send the token as the field token, in a form or in a JSON object");
        }
        return given;
    }

    private static boolean isForm(Context context) {
        String type = context.contentType();
        return type != null && type.toLowerCase(Locale.ROOT).startsWith(FORM);
    }

    /** While there are too many wrong tokens, the right one is refused too: else more could be tried. */
    private synchronized void requireToken(Sessions expected, String given, String client) {
        long now = clock.getAsLong();
        wrong.removeIf(time -> time <= now - MINUTE);
        if (wrong.size() >= MOST_WRONG) {
            throw new ApiError(429, MOST_WRONG + " wrong tokens came within a minute; try again later")
                    .retryAfter((wrong.getFirst() + MINUTE - now + 999) / 1000);
        }
        if (!expected.isToken(given)) {
            wrong.addLast(now);
            wrongTokens.add(client);
            throw new ApiError(401, "the token is wrong; it is the value of sluice.http.token");
        }
    }

    private static void setCookie(Context context, String name, String value, int seconds) {
        Cookie cookie = new Cookie(name, value);
        cookie.setPath("/");
        cookie.setMaxAge(seconds);
        cookie.setHttpOnly(true);
        cookie.setSameSite(SameSite.STRICT);
        cookie.setSecure(isSecure(context.header("X-Forwarded-Proto")));
        context.cookie(cookie);
    }

    /** A proxy with TLS says so. Without one, a browser would not send a secure cookie back. */
    private static boolean isSecure(@Nullable String protocol) {
        return protocol != null && protocol.trim().toLowerCase(Locale.ROOT).startsWith("https");
    }

    /** A form leads back to the page; a script goes on by itself. */
    private static void leave(Context context) {
        if (isForm(context)) {
            context.redirect("/", HttpStatus.SEE_OTHER);
        } else {
            context.status(HttpStatus.NO_CONTENT);
        }
    }
}
