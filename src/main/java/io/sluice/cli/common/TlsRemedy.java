package io.sluice.cli.common;

import java.security.SignatureException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Objects;
import java.util.Set;

/** The remedy for a failed handshake of TLS. The messages of the JDK describe the fault in its own terms. */
final class TlsRemedy {
    private static final String ALERT = "Received fatal alert: ";

    /** The alerts of a peer that does not like the certificate of this client, or misses one. */
    private static final Set<String> ALERTS_OF_CERTIFICATE = Set.of(
            "bad_certificate", "certificate_required", "unknown_ca", "certificate_unknown", "certificate_expired");

    private TlsRemedy() {}

    /** Returns what is wrong and what to do, as the end of a message. */
    static String of(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String message = Objects.requireNonNullElse(root.getMessage(), "");
        if (root instanceof CertificateExpiredException) {
            return "; the broker's certificate has expired: renew it";
        }
        if (root instanceof CertificateNotYetValidException) {
            return "; the broker's certificate is not valid yet: compare the clocks of both machines";
        }
        if (message.startsWith("No subject alternative") || message.startsWith("No name matching")) {
            return "; the broker's certificate is for another host: give a host of the certificate in"
                    + " bootstrap.servers and in the broker's advertised.listeners";
        }
        if (ALERTS_OF_CERTIFICATE.contains(alert(message))) {
            return "; the broker refuses the certificate of this client, or wants one: check ssl.keystore.location";
        }
        // The second one: the truststore has an authority of this name, but with another key.
        if (message.startsWith("unable to find valid certification path") || root instanceof SignatureException) {
            return "; the truststore does not have the authority of the broker's certificate: check"
                    + " ssl.truststore.location and the other settings that begin with ssl.";
        }
        return "; compare the settings that begin with ssl. with those of the broker's listener, and check that this"
                + " listener takes TLS";
    }

    /** Returns the alert that a message names, or the empty text. Some versions of the JDK write words before it. */
    private static String alert(String message) {
        int at = message.indexOf(ALERT);
        return at < 0 ? "" : message.substring(at + ALERT.length()).strip();
    }
}
