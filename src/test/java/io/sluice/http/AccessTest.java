package io.sluice.http;

import static io.sluice.http.Access.Decision.ALLOWED;
import static io.sluice.http.Access.Decision.CLOSED;
import static io.sluice.http.Access.Decision.TOKEN_MISSING;
import static io.sluice.http.Access.Decision.WRONG_HOST;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTest {
    private static final String TOKEN = "0123456789abcdef";

    private final Access loopback = new Access("127.0.0.1", null);
    private final Access open = new Access("0.0.0.0", TOKEN);

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "localhost:8080", "LOCALHOST:1", "127.0.0.1:8080", "[::1]:8080", "[::1]"})
    void aLoopbackAddressAnswersRequestsThatNameThisMachine(String host) {
        assertThat(loopback.decide(host, null)).isEqualTo(ALLOWED);
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
        assertThat(loopback.decide(host, null)).isEqualTo(WRONG_HOST);
        assertThat(loopback.decide(host, "Bearer " + TOKEN)).isEqualTo(WRONG_HOST);
    }

    @Test
    void aRequestWithoutAHostIsRefused() {
        assertThat(loopback.decide(null, null)).isEqualTo(WRONG_HOST);
    }

    @Test
    void anotherAddressNeedsTheToken() {
        assertThat(open.decide("localhost", null)).isEqualTo(TOKEN_MISSING);
        assertThat(open.decide("localhost", "Bearer " + TOKEN + "0")).isEqualTo(TOKEN_MISSING);
        assertThat(open.decide("localhost", "Bearer ")).isEqualTo(TOKEN_MISSING);
        assertThat(open.decide("localhost", "Basic " + TOKEN)).isEqualTo(TOKEN_MISSING);
        assertThat(open.decide("sluice.example", "Bearer " + TOKEN)).isEqualTo(ALLOWED);
        assertThat(open.decide("sluice.example", "bearer " + TOKEN)).isEqualTo(ALLOWED);
    }

    @Test
    void anotherAddressWithoutATokenServesNoApi() {
        assertThat(new Access("0.0.0.0", null).decide("localhost", "Bearer " + TOKEN))
                .isEqualTo(CLOSED);
    }

    @Test
    void theTokenOpensALoopbackAddressBehindAProxy() {
        Access access = new Access("localhost", TOKEN);
        assertThat(access.decide("sluice.example", null)).isEqualTo(WRONG_HOST);
        assertThat(access.decide("sluice.example", "Bearer " + TOKEN)).isEqualTo(ALLOWED);
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
}
