package io.sluice.schema;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/** Says why a registry at an https address could not be asked, and which setting to check. */
final class TlsFailure {
    private TlsFailure() {}

    /** Returns the words that follow the address in a message; empty if the failure is not one of TLS. */
    static Optional<String> describe(Throwable failure) {
        List<Throwable> causes = Stream.<Throwable>iterate(failure, Objects::nonNull, Throwable::getCause)
                .toList();
        if (causes.stream().noneMatch(SSLException.class::isInstance)) {
            return Optional.empty();
        }
        Throwable root = causes.get(causes.size() - 1);
        if (root instanceof CertPathBuilderException || root instanceof CertPathValidatorException) {
            return Optional.of("has a certificate that is not trusted; set " + RegistrySettings.TLS
                    + "truststore.location to a store of its issuer");
        }
        if (root instanceof CertificateException) {
            return Optional.of("has a certificate that cannot be used (" + root.getMessage()
                    + "); check the certificate, and the host in " + RegistrySettings.URL);
        }
        return Optional.of("cannot be asked by TLS (" + root.getMessage() + "); check the settings that begin with "
                + RegistrySettings.TLS);
    }
}
