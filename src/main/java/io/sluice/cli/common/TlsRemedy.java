package io.sluice.cli.common;

import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Objects;

/** The remedy for a failed handshake of TLS. The messages of the JDK describe the fault in its own terms. */
final class TlsRemedy {
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
        if (message.startsWith("Received fatal alert: ")) {
            return "; the broker refuses the certificate of this client, or wants one: check ssl.keystore.location";
        }
        return "; the truststore does not have the authority of the broker's certificate: check"
                + " ssl.truststore.location and the other settings that begin with ssl.";
    }
}
