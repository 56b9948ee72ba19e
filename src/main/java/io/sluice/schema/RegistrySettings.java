package io.sluice.schema;

import java.net.URI;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a schema registry.
 *
 * @param urls the addresses of its instances, which are tried in this order
 * @param subject the subject whose latest schema is the one as which events are read
 * @param login the user and the password; null if the registry asks for none
 * @param tls the certificates for https; null for those of the JVM
 */
public record RegistrySettings(
        List<URI> urls,
        String subject,
        @Nullable Login login,
        @Nullable SSLContext tls) {
    public static final String URL = "sluice.schema.registry.url";
    public static final String SUBJECT = "sluice.schema.registry.subject";
    public static final String USER = "sluice.schema.registry.user";
    public static final String PASSWORD = "sluice.schema.registry.password";
    public static final String TLS = "sluice.schema.registry.ssl.";

    /** A user and a password. Its text does not show the password. */
    public record Login(String user, String password) {
        @Override
        public String toString() {
            return user;
        }
    }

    public RegistrySettings {
        urls = List.copyOf(urls);
    }

    /** Returns the addresses as the user wrote them. */
    String shownUrls() {
        return String.join(", ", urls.stream().map(URI::toString).toList());
    }
}
