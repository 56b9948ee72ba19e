package io.sluice.http;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The token of the API, and the values of the cookie with which a person uses it. A value is the time at which it ends,
 * and its HMAC-SHA256 under the token. So it counts at every instance with the same token, also after a restart, and
 * does not reveal the token. Another token ends all values.
 */
final class Sessions {
    static final Duration LENGTH = Duration.ofHours(12);

    /** The end in seconds since the epoch, and its code. */
    private static final Pattern VALUE = Pattern.compile("(\\d{1,12})\\.[0-9a-f]{64}");

    private static final String ALGORITHM = "HmacSHA256";

    private final String token;
    private final SecretKeySpec key;
    private final LongSupplier clock;
    private final String cookie;

    /** @param clock returns the present time in milliseconds since the epoch */
    Sessions(String token, LongSupplier clock) {
        this.token = token;
        this.key = new SecretKeySpec(token.getBytes(StandardCharsets.UTF_8), ALGORITHM);
        this.clock = clock;
        this.cookie = "sluice_session_" + code("sluice session").substring(0, 8);
    }

    /**
     * Returns the name of the cookie. It depends on the token: a browser sends a cookie to every port of a host, so
     * pipelines with different tokens on one host must not share a name.
     */
    String cookie() {
        return cookie;
    }

    /** Returns true if somebody gave the token. */
    boolean isToken(String given) {
        return isEqual(token, given);
    }

    /** Returns a value that counts from now on. */
    String begin() {
        return value(clock.getAsLong() / 1000 + LENGTH.toSeconds());
    }

    /** Returns true if the value was made with this token, and has not ended yet. */
    boolean isValid(String value) {
        var parts = VALUE.matcher(value);
        if (!parts.matches()) {
            return false;
        }
        long end = Long.parseLong(parts.group(1));
        return isEqual(value(end), value) && clock.getAsLong() / 1000 < end;
    }

    private String value(long end) {
        return end + "." + code("sluice session until " + end);
    }

    /** Returns the HMAC of a text under the token, in hexadecimal digits. */
    private String code(String text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }

    /** Compares in a time that does not depend on the first difference. */
    private static boolean isEqual(String expected, String given) {
        return MessageDigest.isEqual(expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }
}
