package io.sluice.config;

import static io.sluice.KeyPair.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import io.sluice.KeyPair;
import io.sluice.format.avro.AvroSample;
import io.sluice.schema.RegistryException;
import io.sluice.schema.SchemaRegistry;
import io.sluice.schema.SchemaType;
import io.sluice.schema.StubRegistry;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A schema registry at a real https address, with the settings of a user. */
@Timeout(60)
class RegistryTlsTest {
    private static final String TLS = "sluice.schema.registry.ssl.";

    @TempDir
    private static Path folder;

    private static KeyPair server;
    private static KeyPair elsewhere;
    private static KeyPair client;

    @BeforeAll
    static void makeKeys() throws IOException, InterruptedException {
        server = KeyPair.make(folder.resolve("server.p12"), "server", "ip:127.0.0.1");
        elsewhere = KeyPair.make(folder.resolve("elsewhere.p12"), "elsewhere", "dns:registry.example");
        client = KeyPair.make(folder.resolve("client.p12"), "client", "dns:client.example");
        server.trust(client);
    }

    private static StubRegistry registry(KeyPair keys) throws IOException, GeneralSecurityException {
        return registered(new StubRegistry(new HttpsConfigurator(keys.server())));
    }

    private static StubRegistry registered(StubRegistry registry) {
        registry.register(
                "events-value", SchemaType.AVRO, AvroSample.record("{\"name\": \"v\", \"type\": \"double\"}"));
        return registry;
    }

    /** A registry that wants a certificate of its client. */
    private static StubRegistry demanding() throws IOException, GeneralSecurityException {
        SSLContext context = server.server();
        return registered(new StubRegistry(new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters https) {
                SSLParameters parameters = context.getDefaultSSLParameters();
                parameters.setNeedClientAuth(true);
                https.setSSLParameters(parameters);
            }
        }));
    }

    private static Map<String, String> trusting(KeyPair keys) {
        return Map.of(
                TLS + "truststore.location",
                keys.store().toString(),
                TLS + "truststore.password",
                PASSWORD,
                TLS + "truststore.type",
                "PKCS12");
    }

    private static String latest(URI url, Map<String, String> tls) {
        Map<String, String> properties = new HashMap<>(Map.of(
                "bootstrap.servers", "b:1",
                "application.id", "a",
                "sluice.model", "m",
                "sluice.input.topic", "events",
                "sluice.output.topic", "out",
                "sluice.event.format", "avro",
                "sluice.schema.registry.url", url.toString()));
        properties.putAll(tls);
        return ((SchemaRegistry) new SluiceConfig(properties).events().schemas())
                .latest()
                .label();
    }

    @Test
    void aRegistryWhoseCertificateIsInTheTruststoreAnswers() throws Exception {
        try (StubRegistry registry = registry(server)) {
            assertThat(registry.url().getScheme()).isEqualTo("https");
            assertThat(latest(registry.url(), trusting(server))).startsWith("version 1 of subject events-value");
        }
    }

    @Test
    void withoutTheTruststoreItIsRefusedWithTheSettingToCheck() throws Exception {
        try (StubRegistry registry = registry(server)) {
            assertThatThrownBy(() -> latest(registry.url(), Map.of()))
                    .isInstanceOf(RegistryException.class)
                    .hasMessage("schema registry " + registry.url() + " has a certificate that is not trusted; set"
                            + " sluice.schema.registry.ssl.truststore.location to a store of its issuer");
            assertThatThrownBy(() -> latest(registry.url(), trusting(client))).hasMessageContaining("is not trusted");
            assertThat(registry.requests()).isEmpty();
        }
    }

    @Test
    void aCertificateForAnotherHostIsRefused() throws Exception {
        try (StubRegistry registry = registry(elsewhere)) {
            assertThatThrownBy(() -> latest(registry.url(), trusting(elsewhere)))
                    .isInstanceOf(RegistryException.class)
                    .hasMessageStartingWith("schema registry " + registry.url()
                            + " has a certificate that cannot be used (No subject alternative names matching IP"
                            + " address 127.0.0.1 found); check the certificate, and the host in"
                            + " sluice.schema.registry.url");
            assertThat(registry.requests()).isEmpty();
        }
    }

    @Test
    void aClientShowsItsCertificateIfTheRegistryWantsOne() throws Exception {
        try (StubRegistry registry = demanding()) {
            Map<String, String> both = new HashMap<>(trusting(server));
            both.put(TLS + "keystore.location", client.store().toString());
            both.put(TLS + "keystore.password", PASSWORD);
            both.put(TLS + "keystore.type", "PKCS12");
            assertThat(latest(registry.url(), both)).startsWith("version 1 of subject events-value");

            assertThatThrownBy(() -> latest(registry.url(), trusting(server)))
                    .isInstanceOf(RegistryException.class)
                    .hasMessageContaining("sluice.schema.registry.ssl.");
        }
    }
}
