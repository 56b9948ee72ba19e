package io.sluice.cli.common;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SignatureException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsRemedyTest {
    private static String of(String message) {
        return TlsRemedy.of(new IllegalStateException("outer", new SSLHandshakeException(message)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bad_certificate",
                "certificate_required",
                "unknown_ca",
                "certificate_unknown",
                "certificate_expired"
            })
    void anAlertAboutTheCertificateOfTheClientNamesItsKeystore(String alert) {
        assertThat(of("Received fatal alert: " + alert)).endsWith("check ssl.keystore.location");
        assertThat(of("(" + alert + ") Received fatal alert: " + alert)).endsWith("check ssl.keystore.location");
    }

    @Test
    void anAuthorityThatIsNotFoundNamesTheTruststore() {
        assertThat(of("unable to find valid certification path to requested target"))
                .contains("check ssl.truststore.location");
    }

    @Test
    void anAuthorityOfTheSameNameWithAnotherKeyNamesTheTruststore() {
        assertThat(TlsRemedy.of(
                        new IllegalStateException("outer", new SignatureException("Signature does not match."))))
                .contains("check ssl.truststore.location");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Received fatal alert: handshake_failure",
                "Received fatal alert: protocol_version",
                "Unsupported or unrecognized SSL message",
                "Remote host terminated the handshake"
            })
    void anotherFailureNamesNoStore(String message) {
        assertThat(of(message))
                .startsWith("; compare the settings that begin with ssl. with those of the broker's listener")
                .doesNotContain("store");
    }
}
