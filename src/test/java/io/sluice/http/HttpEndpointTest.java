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
import java.net.http.HttpHeaders;
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
        endpoint = HttpEndpoint.start(HttpSettings.of(LOOPBACK, 0), health::get, metrics);
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
    void theApiIsNotThereBeforeThePipeline() throws Exception {
        HttpResponse<String> response = get("/api/status");

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.body()).isEqualTo("{\"error\":\"the pipeline starts; ask again\"}");
        assertThat(response.headers().firstValue("Retry-After")).hasValue("1");
    }

    @Test
    void anAddressOfOthersNeedsTheTokenForTheApiAlone() throws Exception {
        try (HttpEndpoint open =
                HttpEndpoint.start(new HttpSettings("0.0.0.0", 0, "0123456789abcdef", false), health::get, metrics)) {
            String url = open.url().replace("0.0.0.0", LOOPBACK);
            assertThat(get(url, "/health/ready", "").statusCode()).isEqualTo(200);
            assertThat(get(url, "/metrics", "").statusCode()).isEqualTo(200);
            HttpResponse<String> without = get(url, "/api/status", "");
            assertThat(without.statusCode()).isEqualTo(401);
            assertThat(without.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
            assertThat(get(url, "/api/status", "Bearer fedcba9876543210").statusCode())
                    .isEqualTo(401);
            assertThat(get(url, "/api/status", "Bearer 0123456789abcdef").statusCode())
                    .isEqualTo(503);
        }
    }

    @Test
    void anAddressOfOthersWithoutATokenServesNoApi() throws Exception {
        try (HttpEndpoint open =
                HttpEndpoint.start(new HttpSettings("0.0.0.0", 0, null, false), health::get, metrics)) {
            HttpResponse<String> response = get(open.url().replace("0.0.0.0", LOOPBACK), "/api/status", "");
            assertThat(response.statusCode()).isEqualTo(403);
            assertThat(response.body()).contains("sluice.http.token");
        }
    }

    @Test
    void answersMayNotBeFramedCachedOrReadByOtherSites() throws Exception {
        HttpHeaders headers = get("/metrics").headers();

        assertThat(headers.firstValue("Content-Security-Policy"))
                .hasValue("default-src 'none'; frame-ancestors 'none'");
        assertThat(headers.firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(headers.firstValue("Cache-Control")).hasValue("no-store");
        assertThat(headers.firstValue("Access-Control-Allow-Origin")).isEmpty();
        assertThat(headers.firstValue("Server")).isEmpty();
    }

    @Test
    void aPortInUseIsOneClearError() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();

            assertThatThrownBy(() -> HttpEndpoint.start(HttpSettings.of(LOOPBACK, port), health::get, metrics))
                    .isInstanceOf(ListenException.class)
                    .hasMessageStartingWith("cannot serve HTTP on http://127.0.0.1:" + port + ": the port is in use");
        }
    }

    @Test
    void anUnknownHostIsOneClearError() {
        assertThatThrownBy(() -> HttpEndpoint.start(HttpSettings.of("no.such.host.invalid", 0), health::get, metrics))
                .isInstanceOf(ListenException.class)
                .hasMessageContaining("no.such.host.invalid");
    }

    @Test
    void aClosedEndpointDoesNotListen() {
        endpoint.close();

        assertThatThrownBy(() -> get("/health/live")).isInstanceOf(IOException.class);
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return get(endpoint.url(), path, "");
    }

    private static HttpResponse<String> get(String url, String path, String authorization)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path));
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        return CLIENT.send(request.build(), BodyHandlers.ofString());
    }
}
