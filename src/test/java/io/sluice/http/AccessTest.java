package io.sluice.http;

import static io.sluice.http.Access.Decision.ALLOWED;
import static io.sluice.http.Access.Decision.CLOSED;
import static io.sluice.http.Access.Decision.TOKEN_MISSING;
import static io.sluice.http.Access.Decision.WRONG_HOST;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTest {
    private static final String TOKEN = "0123456789abcdef";

    private static final long NOW = 1_000_000_000_000L;

    private final Access loopback = access("127.0.0.1", null);
    private final Access open = access("0.0.0.0", TOKEN);

    private static Access access(String host, @Nullable String token) {
        return new Access(
                host,
                token == null ? null : new Sessions(token, AccessTest::now),
                new WrongTokens(new SimpleMeterRegistry(), AccessTest::now));
    }

    private static long now() {
        return NOW;
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "localhost:8080", "LOCALHOST:1", "127.0.0.1:8080", "[::1]:8080", "[::1]"})
    void aLoopbackAddressAnswersRequestsThatNameThisMachine(String host) {
        assertThat(loopback.decide(host, null, null)).isEqualTo(ALLOWED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "evil.example:8080",
                "localhost.evil.example",
                "127.0.0.1.evil.example:80",
                "::1",
                "192.168.0.7:8080",
                ""
            })
    void aLoopbackAddressRefusesRequestsThatNameAnotherHost(String host) {
        assertThat(loopback.decide(host, null, null)).isEqualTo(WRONG_HOST);
        assertThat(loopback.decide(host, "Bearer " + TOKEN, null)).isEqualTo(WRONG_HOST);
    }

    @Test
    void aRequestWithoutAHostIsRefused() {
        assertThat(loopback.decide(null, null, null)).isEqualTo(WRONG_HOST);
    }

    @Test
    void anotherAddressNeedsTheToken() {
        assertThat(open.decide("localhost", null, null)).isEqualTo(TOKEN_MISSING);
        assertThat(open.decide("localhost", "Bearer " + TOKEN + "0", null)).isEqualTo(TOKEN_MISSING);
        assertThat(open.decide("localhost", "Bearer ", null)).isEqualTo(TOKEN_MISSING);
        assertThat(open.decide("localhost", "Basic " + TOKEN, null)).isEqualTo(TOKEN_MISSING);
        assertThat(open.decide("sluice.example", "Bearer " + TOKEN, null)).isEqualTo(ALLOWED);
        assertThat(open.decide("sluice.example", "bearer " + TOKEN, null)).isEqualTo(ALLOWED);
    }

    @Test
    void anotherAddressWithoutATokenServesNoApi() {
        assertThat(access("0.0.0.0", null).decide("localhost", "Bearer " + TOKEN, null))
                .isEqualTo(CLOSED);
    }

    @Test
    void theTokenOpensALoopbackAddressBehindAProxy() {
        Access access = access("localhost", TOKEN);
        assertThat(access.decide("sluice.example", null, null)).isEqualTo(WRONG_HOST);
        assertThat(access.decide("sluice.example", "Bearer " + TOKEN, null)).isEqualTo(ALLOWED);
    }

    @Test
    void pagesOfOtherSitesAreToldFromTheOwnOnes() {
        assertThat(Access.isOfAnotherSite("localhost:8080", null, null)).isFalse();
        assertThat(Access.isOfAnotherSite("localhost:8080", "http://localhost:8080", "same-origin"))
                .isFalse();
        assertThat(Access.isOfAnotherSite("localhost:8080", null, "none")).isFalse();
        assertThat(Access.isOfAnotherSite("localhost:8080", null, "cross-site")).isTrue();
        assertThat(Access.isOfAnotherSite("localhost:8080", "http://localhost:9999", "same-site"))
                .isTrue();
        assertThat(Access.isOfAnotherSite("localhost:8080", "http://evil.example", null))
                .isTrue();
        assertThat(Access.isOfAnotherSite("localhost:8080", "null", null)).isTrue();
    }

    @Test
    void aSessionOpensWhatTheTokenOpens() {
        String session = new Sessions(TOKEN, AccessTest::now).begin();
        assertThat(open.decide("sluice.example", null, session)).isEqualTo(ALLOWED);
        assertThat(access("localhost", TOKEN).decide("sluice.example", null, session))
                .isEqualTo(ALLOWED);
        assertThat(loopback.decide("sluice.example", null, session)).isEqualTo(WRONG_HOST);
        assertThat(access("0.0.0.0", null).decide("localhost", null, session)).isEqualTo(CLOSED);
    }

    @Test
    void aSessionCountsUntilItsEndAndWithItsTokenAlone() {
        long begin = NOW;
        long length = Sessions.LENGTH.toMillis();
        String session = new Sessions(TOKEN, AccessTest::now).begin();
        assertThat(new Sessions(TOKEN, () -> begin + length - 1000).isValid(session))
                .isTrue();
        assertThat(new Sessions(TOKEN, () -> begin + length).isValid(session)).isFalse();
        assertThat(new Sessions(TOKEN + "0", AccessTest::now).isValid(session)).isFalse();
    }

    @Test
    void theCookieOfATokenHasANameOfItsOwn() {
        String cookie = new Sessions(TOKEN, AccessTest::now).cookie();
        assertThat(cookie)
                .matches("sluice_session_[0-9a-f]{8}")
                .isEqualTo(new Sessions(TOKEN, () -> NOW + 1).cookie())
                .isNotEqualTo(new Sessions(TOKEN + "0", AccessTest::now).cookie());
    }

    @Test
    void aForgedSessionDoesNotCount() {
        Sessions sessions = new Sessions(TOKEN, AccessTest::now);
        String session = sessions.begin();
        String code = session.substring(session.indexOf('.'));
        assertThat(sessions.isValid(session)).isTrue();
        assertThat(List.of(
                        "",
                        ".",
                        code,
                        "999999999999" + code,
                        "9".repeat(30) + code,
                        "-1" + code,
                        "0" + session,
                        session + "0",
                        session + "\n",
                        session.toUpperCase(Locale.ROOT),
                        session.substring(0, session.length() - 1),
                        session.substring(0, session.indexOf('.')) + "." + "0".repeat(64)))
                .noneMatch(sessions::isValid);
        assertThat(session).doesNotContain(TOKEN);
    }
}
