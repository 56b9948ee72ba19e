package io.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.offline.torture.security.KeyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;

/**
 * A key and its certificate, which signs itself, in a store of the JDK's keytool. The store also serves as a truststore
 * of this certificate.
 */
public record KeyPair(Path store, String name) {
    public static final String PASSWORD = "store-password";

    /**
     * Makes a key pair.
     *
     * @param subject the host or address that the certificate names, such as {@code ip:127.0.0.1}
     */
    public static KeyPair make(Path store, String name, String subject) throws IOException, InterruptedException {
        KeyPair made = new KeyPair(store, name);
        made.keytool(
                "-genkeypair",
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + name,
                "-ext",
                "SAN=" + subject,
                "-storetype",
                "PKCS12");
        return made;
    }

    /**
     * Makes a key pair whose certificate has expired. Another key pair signs it, because Java does not look at the
     * dates of a certificate that the truststore itself has.
     */
    public static KeyPair makeExpired(Path store, String name, String subject, KeyPair authority)
            throws IOException, InterruptedException {
        KeyPair made = make(store, name, subject);
        Path request = Path.of(store + ".csr");
        Path signed = Path.of(store + ".cer");
        made.keytool("-certreq", "-file", request.toString());
        authority.keytool(
                "-gencert",
                "-ext",
                "SAN=" + subject,
                "-startdate",
                "-10d",
                "-validity",
                "5",
                "-infile",
                request.toString(),
                "-outfile",
                signed.toString());
        made.trust(authority);
        made.keytool("-importcert", "-noprompt", "-file", signed.toString());
        return made;
    }

    /** Adds the certificate of another key pair to this store, so that it trusts both. */
    public void trust(KeyPair other) throws IOException, InterruptedException {
        Path certificate = Files.createTempFile(store.toAbsolutePath().getParent(), other.name, ".cer");
        other.keytool("-exportcert", "-file", certificate.toString());
        new KeyPair(store, other.name).keytool("-importcert", "-noprompt", "-file", certificate.toString());
    }

    private void keytool(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-alias", name, "-keystore", store.toString(), "-storepass", PASSWORD));
        Process keytool = new ProcessBuilder(command).inheritIO().start();
        assertThat(keytool.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(keytool.exitValue()).isZero();
    }

    /** Returns the TLS of a server that has this key and trusts what this store trusts. */
    public SSLContext server() throws IOException {
        return new KeyFile(store, PASSWORD).tls();
    }
}
