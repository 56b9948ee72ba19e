package io.sluice.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.sluice.CapturedLog;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpEndpointTest {
    private static final String LOOPBACK = "127.0.0.1";
    private static final String TOKEN = "0123456789abcdef";
    private static final HttpSettings OPEN = new HttpSettings("0.0.0.0", 0, TOKEN, false, false);
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
        try (HttpEndpoint open = HttpEndpoint.start(
                new HttpSettings("0.0.0.0", 0, "0123456789abcdef", false, false), health::get, metrics)) {
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
                HttpEndpoint.start(new HttpSettings("0.0.0.0", 0, null, false, false), health::get, metrics)) {
            for (String path : List.of("/api/status", "/", "/page/uplot.js")) {
                HttpResponse<String> response = get(open.url().replace("0.0.0.0", LOOPBACK), path, "");
                assertThat(response.statusCode()).isEqualTo(403);
                assertThat(response.body()).contains("sluice.http.token");
            }
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
    void thePageIsServedBeforeThePipeline() throws Exception {
        HttpResponse<String> page = get("/");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).startsWith("<!DOCTYPE html>");
        assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html;charset=utf-8");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'");
        assertThat(page.headers().firstValue("Cache-Control")).hasValue("no-cache");
        assertThat(page.headers().firstValue("Referrer-Policy")).hasValue("no-referrer");
        assertThat(page.headers().firstValue("Cross-Origin-Opener-Policy")).hasValue("same-origin");
        assertThat(get("/page/index.html").body()).isEqualTo(page.body());
    }

    @ParameterizedTest
    @CsvSource({"uplot.js, text/javascript", "uplot.css, text/css", "uplot-license.txt, text/plain"})
    void theChartLibraryIsServedWithItsLicence(String name, String type) throws Exception {
        HttpResponse<String> file = get("/page/" + name);
        assertThat(file.statusCode()).isEqualTo(200);
        assertThat(file.headers().firstValue("Content-Type")).hasValue(type + ";charset=utf-8");
    }

    @Test
    void anUnchangedFileIsNotSentAgain() throws Exception {
        String tag = get("/").headers().firstValue("ETag").orElseThrow();
        HttpResponse<String> again = send(request("/").header("If-None-Match", tag));
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(again.headers().firstValue("ETag")).hasValue(tag);
        assertThat(send(request("/page/uplot.js").header("If-None-Match", tag)).statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/page/",
                "/page/none.js",
                "/page/%2e%2e/openapi.json",
                "/page/..%2fopenapi.json",
                "/page/%2e%2e%2fopenapi.json",
                "/page/..%5copenapi.json",
                "/page/index.html%00.js",
                "/page/%2fetc%2fpasswd",
                "/page/.%2findex.html",
                "/page/uplot.js/index.html",
                "/page//index.html",
                "/page/HttpEndpoint.class"
            })
    void noPathLeavesTheFilesOfThePage(String path) throws Exception {
        assertThat(get(path).statusCode()).isIn(400, 404);
    }

    @Test
    void aPersonLogsInAndOut() throws Exception {
        try (HttpEndpoint open = HttpEndpoint.start(OPEN, health::get, metrics)) {
            String url = open.url().replace("0.0.0.0", LOOPBACK);
            assertThat(get(url, "/", "").statusCode()).isEqualTo(200);
            assertThat(get(url, "/page/uplot.js", "").statusCode()).isEqualTo(200);
            HttpResponse<String> login = login(url, "{\"token\":\"" + TOKEN + "\"}", "application/json");
            assertThat(login.statusCode()).isEqualTo(204);
            String cookie = login.headers().firstValue("Set-Cookie").orElseThrow();
            assertThat(cookie.split("; *"))
                    .contains("Path=/", "HttpOnly", "SameSite=Strict", "Max-Age=43200")
                    .doesNotContain("Secure");
            assertThat(cookie).doesNotContain(TOKEN);
            String session = cookie.substring(0, cookie.indexOf(';'));
            assertThat(status(url, session, "same-origin")).isEqualTo(503);
            assertThat(status(url, session, "cross-site")).isEqualTo(403);
            assertThat(status(url, session.replaceFirst("=1", "=2"), "same-origin"))
                    .isEqualTo(401);
            HttpResponse<String> logout = send(request(url, "/logout").POST(BodyPublishers.noBody()));
            assertThat(logout.statusCode()).isEqualTo(204);
            assertThat(logout.headers().firstValue("Set-Cookie").orElseThrow())
                    .startsWith(session.substring(0, session.indexOf('=')) + "=;");
        }
    }

    /** A browser sends a cookie to every port of a host. */
    @Test
    void sessionsOfTwoPipelinesOnOneHostDoNotReplaceEachOther() throws Exception {
        String otherToken = "f".repeat(16);
        HttpSettings others = new HttpSettings(OPEN.host(), 0, otherToken, false, false);
        try (HttpEndpoint one = HttpEndpoint.start(OPEN, health::get, metrics);
                HttpEndpoint other = HttpEndpoint.start(
                        others, health::get, new PrometheusMeterRegistry(PrometheusConfig.DEFAULT))) {
            CookieManager cookies = new CookieManager(null, CookiePolicy.ACCEPT_ALL);
            HttpClient browser = HttpClient.newBuilder().cookieHandler(cookies).build();
            for (String[] login : new String[][] {{one.url(), TOKEN}, {other.url(), otherToken}}) {
                browser.send(
                        request(login[0].replace("0.0.0.0", LOOPBACK), "/login")
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString("{\"token\":\"" + login[1] + "\"}"))
                                .build(),
                        BodyHandlers.discarding());
            }
            for (HttpEndpoint endpoint : List.of(one, other)) {
                HttpRequest status = request(endpoint.url().replace("0.0.0.0", LOOPBACK), "/api/status")
                        .build();
                assertThat(browser.send(status, BodyHandlers.discarding()).statusCode())
                        .as("no API yet, but allowed")
                        .isEqualTo(503);
            }
        }
    }

    @Test
    void wrongTokensAreCountedAndWarnedOf() throws Exception {
        try (CapturedLog log = new CapturedLog(WrongTokens.class.getName());
                HttpEndpoint open = HttpEndpoint.start(OPEN, health::get, metrics)) {
            String url = open.url().replace("0.0.0.0", LOOPBACK);
            assertThat(get(url, "/api/status", "").statusCode()).isEqualTo(401);
            assertThat(get(url, "/api/status", "Bearer " + TOKEN).statusCode()).isEqualTo(503);
            assertThat(wrongTokens()).isZero();
            for (int i = 0; i < 3; i++) {
                assertThat(get(url, "/api/status", "Bearer wrong" + i).statusCode())
                        .isEqualTo(401);
            }
            login(url, "{\"token\":\"wrong\"}", "application/json");
            assertThat(wrongTokens()).isEqualTo(4);
            assertThat(log.lines()).singleElement().asString().contains("1 request with a wrong token", LOOPBACK);
        }
    }

    private double wrongTokens() {
        return metrics.get(WrongTokens.METER).counter().count();
    }

    private static int status(String url, String cookie, String site) throws Exception {
        return send(request(url, "/api/status").header("Cookie", cookie).header("Sec-Fetch-Site", site))
                .statusCode();
    }

    @Test
    void aFormBehindAProxyWithTlsLeadsBackToThePage() throws Exception {
        try (HttpEndpoint open = HttpEndpoint.start(OPEN, health::get, metrics)) {
            String url = open.url().replace("0.0.0.0", LOOPBACK);
            HttpResponse<String> login = send(request(url, "/login")
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .header("X-Forwarded-Proto", "https")
                    .POST(BodyPublishers.ofString("token=" + TOKEN)));
            assertThat(login.statusCode()).isEqualTo(303);
            assertThat(login.headers().firstValue("Location").orElseThrow()).endsWith("/");
            assertThat(login.headers().firstValue("Set-Cookie").orElseThrow()).contains("; Secure");
        }
    }

    @Test
    void tenWrongTokensAMinuteCloseTheLoginButNotTheApi() throws Exception {
        try (HttpEndpoint open = HttpEndpoint.start(OPEN, health::get, metrics)) {
            String url = open.url().replace("0.0.0.0", LOOPBACK);
            for (int i = 0; i < 10; i++) {
                HttpResponse<String> wrong = login(url, "{\"token\":\"wrong" + i + "\"}", "application/json");
                assertThat(wrong.statusCode()).isEqualTo(401);
                assertThat(wrong.headers().firstValue("Set-Cookie")).isEmpty();
            }
            HttpResponse<String> right = login(url, "{\"token\":\"" + TOKEN + "\"}", "application/json");
            assertThat(right.statusCode()).isEqualTo(429);
            assertThat(Integer.parseInt(
                            right.headers().firstValue("Retry-After").orElseThrow()))
                    .isBetween(1, 60);
            assertThat(get(url, "/api/status", "Bearer " + TOKEN).statusCode()).isEqualTo(503);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|application/json|400",
                "nonsense|application/json|400",
                "[]|application/json|400",
                "{\"token\":1}|application/json|400",
                "{\"token\":\"\"}|application/json|400",
                "other=1|application/x-www-form-urlencoded|400"
            })
    void aLoginWithoutATokenIsAClearError(String body, String type, int status) throws Exception {
        try (HttpEndpoint open = HttpEndpoint.start(OPEN, health::get, metrics)) {
            HttpResponse<String> answer = login(open.url().replace("0.0.0.0", LOOPBACK), body, type);
            assertThat(answer.statusCode()).isEqualTo(status);
            assertThat(answer.body()).contains("\"error\"");
        }
    }

    @Test
    void aLoginHasASmallBodyOfTheOwnSite() throws Exception {
        try (HttpEndpoint open = HttpEndpoint.start(OPEN, health::get, metrics)) {
            String url = open.url().replace("0.0.0.0", LOOPBACK);
            assertThat(login(url, "x".repeat(5000), "application/json").statusCode())
                    .isEqualTo(413);
            byte[] body = ("{\"token\":\"" + TOKEN + "\"}").getBytes(StandardCharsets.UTF_8);
            assertThat(send(request(url, "/login")
                                    .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))))
                            .statusCode())
                    .as("a body of unknown length")
                    .isEqualTo(413);
            assertThat(send(request(url, "/login")
                                    .header("Origin", "http://evil.example")
                                    .POST(BodyPublishers.ofByteArray(body)))
                            .statusCode())
                    .isEqualTo(403);
        }
        assertThat(login(endpoint.url(), "{\"token\":\"x\"}", "application/json")
                        .statusCode())
                .as("without a token there is nothing to log in to")
                .isEqualTo(409);
    }

    private static HttpResponse<String> login(String url, String body, String type) throws Exception {
        return send(request(url, "/login").header("Content-Type", type).POST(BodyPublishers.ofString(body)));
    }

    private HttpRequest.Builder request(String path) {
        return request(endpoint.url(), path);
    }

    private static HttpRequest.Builder request(String url, String path) {
        return HttpRequest.newBuilder(URI.create(url + path));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return CLIENT.send(request.build(), BodyHandlers.ofString());
    }

    @Test
    void aSimulationIsShownAndTakesFaults() throws Exception {
        assertThat(get("/api/demo").statusCode()).isEqualTo(404);
        assertThat(inject("{\"key\":\"a\",\"kind\":\"stuck\"}").statusCode()).isEqualTo(404);
        List<String> injected = new ArrayList<>();
        endpoint.serve(new Simulation(
                () -> Answers.object().put("subject", "sensor"),
                (key, kind) -> {
                    if (kind.isEmpty()) {
                        throw new IllegalArgumentException("no such fault");
                    }
                    if (injected.contains(key)) {
                        throw new IllegalStateException("the key has a fault");
                    }
                    injected.add(key);
                },
                () -> {
                    throw new IllegalStateException("not ready");
                }));
        assertThat(get("/api/demo").body()).isEqualTo("{\"subject\":\"sensor\"}");
        HttpResponse<String> first = inject("{\"key\":\"a\",\"kind\":\"stuck\"}");
        assertThat(first.statusCode()).isEqualTo(202);
        assertThat(first.body()).isEqualTo("{\"key\":\"a\",\"kind\":\"stuck\"}");
        HttpResponse<String> second = inject("{\"key\":\"a\",\"kind\":\"stuck\"}");
        assertThat(second.statusCode()).isEqualTo(409);
        assertThat(second.body()).isEqualTo("{\"error\":\"the key has a fault\"}");
        assertThat(inject("{\"key\":\"b\"}").statusCode()).isEqualTo(400);
        assertThat(inject("nonsense").statusCode()).isEqualTo(400);
        assertThat(inject("x".repeat(5000)).statusCode()).isEqualTo(413);
        assertThat(send(request("/api/demo/faults")
                                .header("Origin", "http://evil.example")
                                .POST(BodyPublishers.ofString("{\"key\":\"c\",\"kind\":\"stuck\"}")))
                        .statusCode())
                .isEqualTo(403);
        assertThat(injected).containsExactly("a");
        HttpResponse<String> kill = send(request("/api/demo/kill").POST(BodyPublishers.noBody()));
        assertThat(kill.statusCode()).isEqualTo(409);
        assertThat(kill.body()).isEqualTo("{\"error\":\"not ready\"}");
    }

    @Test
    void requestsForAPipelineInAnotherProcessArePassedOn() throws Exception {
        try (OtherProcess other = new OtherProcess()) {
            endpoint.passOn(other.address());
            HttpResponse<String> answer = send(request("/api/keys/a%2F%C3%BC%25/what-if?step=3&x=%26")
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString("{\"value\":1}")));
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.headers().firstValue("Retry-After")).hasValue("7");
            assertThat(answer.body())
                    .isEqualTo("POST /api/keys/a%2F%C3%BC%25/what-if?step=3&x=%26 application/json {\"value\":1}");
            assertThat(get("/metrics").body()).startsWith("GET /metrics");
            assertThat(get("/health/ready").body()).startsWith("GET /health/ready");
            assertThat(get("/").body()).as("the page stays").contains("<html");
            assertThat(get("/api/demo").statusCode()).as("the simulation stays").isEqualTo(404);
            assertThat(send(request("/api/keys").header("Origin", "http://evil.example"))
                            .statusCode())
                    .isEqualTo(403);
        }
        HttpResponse<String> gone = get("/api/status");
        assertThat(gone.statusCode()).isEqualTo(503);
        assertThat(gone.headers().firstValue("Retry-After")).hasValue("1");
        assertThat(gone.body()).contains("does not answer");
    }

    /** Events come as they are sent, and end with the process that sends them. */
    @Test
    void eventsOfAPipelineInAnotherProcessAreNotHeldBack() throws Exception {
        try (OtherProcess other = new OtherProcess()) {
            endpoint.passOn(other.address());
            HttpResponse<InputStream> events =
                    CLIENT.send(request("/api/events").build(), BodyHandlers.ofInputStream());
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(events.body(), StandardCharsets.UTF_8))) {
                assertThat(lines.readLine()).isEqualTo("data: 1");
                other.sendSecond();
                assertThat(lines.readLine()).isEqualTo("data: 2");
                assertThat(lines.readLine()).isNull();
            }
        }
    }

    private HttpResponse<String> inject(String body) throws IOException, InterruptedException {
        return send(request("/api/demo/faults").POST(BodyPublishers.ofString(body)));
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
