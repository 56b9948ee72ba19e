package io.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentVariablesTest {
    /** What Kubernetes sets for a service with the name sluice-http and two ports. */
    private static final Map<String, String> SERVICE = Map.ofEntries(
            Map.entry("SLUICE_HTTP_SERVICE_HOST", "10.0.0.1"),
            Map.entry("SLUICE_HTTP_SERVICE_PORT", "8080"),
            Map.entry("SLUICE_HTTP_SERVICE_PORT_METRICS", "8080"),
            Map.entry("SLUICE_HTTP_PORT", "tcp://10.0.0.1:8080"),
            Map.entry("SLUICE_HTTP_PORT_8080_TCP", "tcp://10.0.0.1:8080"),
            Map.entry("SLUICE_HTTP_PORT_8080_TCP_PROTO", "tcp"),
            Map.entry("SLUICE_HTTP_PORT_8080_TCP_PORT", "8080"),
            Map.entry("SLUICE_HTTP_PORT_8080_TCP_ADDR", "10.0.0.1"),
            Map.entry("SLUICE_HTTP_PORT_53_UDP", "udp://10.0.0.1:53"),
            Map.entry("SLUICE_HTTP_PORT_53_UDP_PROTO", "udp"));

    @Test
    void theVariablesOfAKubernetesServiceSetNothingAndAreNotUnknown() {
        EnvironmentVariables variables = new EnvironmentVariables(SERVICE);
        assertThat(variables.properties()).isEmpty();
        assertThat(variables.unknown()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp://[fd00::1]:8080", "udp://10.0.0.1:8080", "sctp://10.0.0.1:8080"})
    void aServiceMayHaveAnyAddress(String address) {
        Map<String, String> environment = new HashMap<>(SERVICE);
        environment.put("SLUICE_HTTP_PORT", address);
        assertThat(new EnvironmentVariables(environment).properties()).isEmpty();
    }

    @Test
    void aPortThatTheUserSetsCountsBesideAService() {
        Map<String, String> environment = new HashMap<>(SERVICE);
        environment.put("SLUICE_HTTP_PORT", "9090");
        EnvironmentVariables variables = new EnvironmentVariables(environment);
        assertThat(variables.properties()).isEqualTo(Map.of("sluice.http.port", "9090"));
        assertThat(variables.unknown()).isEmpty();
    }

    @Test
    void anAddressWithoutAServiceIsAValueOfTheUser() {
        Map<String, String> environment = Map.of("SLUICE_HTTP_PORT", "tcp://10.0.0.1:8080");
        assertThat(new EnvironmentVariables(environment).properties())
                .containsEntry("sluice.http.port", "tcp://10.0.0.1:8080");
    }

    @Test
    void anUnknownVariableIsNamedWithTheNearestKnownOne() {
        EnvironmentVariables variables = new EnvironmentVariables(Map.of(
                "SLUICE_MODLE", "x",
                "SLUICE_INPUT_TOPICS", "x",
                "SLUICE_MODEL", "x",
                "SLUICE_OPTS", "-Xmx1g",
                "SLUICE_HOME", "/opt",
                "KAFKA_OPTS", "x",
                "HOME", "/"));
        assertThat(variables.unknown())
                .containsExactly(
                        "SLUICE_INPUT_TOPICS (did you mean SLUICE_INPUT_TOPIC?)",
                        "SLUICE_MODLE (did you mean SLUICE_MODEL?)");
        assertThat(variables.properties()).isEqualTo(Map.of("sluice.model", "x"));
    }
}
