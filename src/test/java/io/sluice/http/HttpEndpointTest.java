package io.sluice.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpEndpointTest {
    private static final String LOOPBACK = "127.0.0.1";
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final AtomicReference<Health> health = new AtomicReference<>(new Health(true, true, "RUNNING"));
    private final PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private HttpEndpoint endpoint;

    @BeforeEach
    void start() {
        endpoint = HttpEndpoint.start(LOOPBACK, 0, health::get, metrics);
    }

    @AfterEach
    void stop() {
        endpoint.close();
    }

    @Test
    void aRunningPipelineIsLiveAndReady() throws Exception {
        HttpResponse<String> live = get("/health/live");
        HttpResponse<String> ready = get("/health/ready");

        assertThat(live.statusCode()).isEqualTo(200);
        assertThat(live.body()).isEqualTo("{\"status\":\"live\"}");
        assertThat(live.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(ready.statusCode()).isEqualTo(200);
        assertThat(ready.body()).isEqualTo("{\"status\":\"ready\",\"state\":\"RUNNING\"}");
    }

    @Test
    void aRebalancingPipelineIsLiveButNotReady() throws Exception {
        health.set(new Health(true, false, "REBALANCING"));

        HttpResponse<String> ready = get("/health/ready");

        assertThat(ready.statusCode()).isEqualTo(503);
        assertThat(ready.body()).isEqualTo("{\"status\":\"not ready\",\"state\":\"REBALANCING\"}");
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
    }

    @Test
    void aFailedPipelineIsNotLive() throws Exception {
        health.set(new Health(false, false, "ERROR"));

        HttpResponse<String> live = get("/health/live");

        assertThat(live.statusCode()).isEqualTo(503);
        assertThat(live.body()).isEqualTo("{\"status\":\"not live\"}");
    }

    @Test
    void metricsAreServedInPrometheusTextFormat() throws Exception {
        metrics.counter("sluice.predictions").increment(3);

        HttpResponse<String> response = get("/metrics");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("text/plain; version=0.0.4; charset=utf-8");
        assertThat(response.body()).contains("# TYPE sluice_predictions_total counter", "sluice_predictions_total 3.0");
    }

    @Test
    void anUnknownPathGivesNotFoundAsJson() throws Exception {
        HttpResponse<String> response = get("/nothing/here");

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body()).isEqualTo("{\"status\":\"not found\"}");
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
    }

    @Test
    void aPortInUseIsOneClearError() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();

            assertThatThrownBy(() -> HttpEndpoint.start(LOOPBACK, port, health::get, metrics))
                    .isInstanceOf(ListenException.class)
                    .hasMessageStartingWith("cannot serve HTTP on http://127.0.0.1:" + port + ": the port is in use");
        }
    }

    @Test
    void anUnknownHostIsOneClearError() {
        assertThatThrownBy(() -> HttpEndpoint.start("no.such.host.invalid", 0, health::get, metrics))
                .isInstanceOf(ListenException.class)
                .hasMessageContaining("no.such.host.invalid");
    }

    @Test
    void aClosedEndpointDoesNotListen() {
        endpoint.close();

        assertThatThrownBy(() -> get("/health/live")).isInstanceOf(IOException.class);
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(endpoint.url() + path)).build();
        return CLIENT.send(request, BodyHandlers.ofString());
    }
}
