package io.sluice.http;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The endpoint of a pipeline in another process. It answers all requests but those for the page and for the simulation,
 * which stay when the pipeline is killed.
 */
final class Upstream {
    /** The largest number of requests in work, readers of events among them. */
    static final int AT_ONCE = 32;

    private static final Duration CONNECT = Duration.ofSeconds(1);
    private static final Duration ANSWER = Duration.ofSeconds(25);
    private static final String EVENT_STREAM = "text/event-stream";
    private static final List<String> PASSED_BACK = List.of("Content-Type", "Retry-After", "Cache-Control");

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .proxy(HttpClient.Builder.NO_PROXY)
            .build();
    private final String address;

    /** @param address the address of the endpoint, for example {@code http://127.0.0.1:8081} */
    Upstream(String address) {
        this.address = address;
    }

    /**
     * Adds what passes requests on.
     *
     * @param current returns the endpoint of the pipeline; null if the pipeline runs in this process
     */
    static void route(JavalinConfig config, Supplier<@Nullable Upstream> current) {
        Places places = new Places(AT_ONCE);
        for (String path : List.of("/api/*", "/health/*", "/metrics")) {
            config.routes.before(path, context -> {
                Upstream upstream = current.get();
                if (upstream != null && !context.path().startsWith("/api/demo")) {
                    places.within(context, () -> upstream.pass(context));
                    context.skipRemainingHandlers();
                }
            });
        }
    }

    /** @throws ApiError if the pipeline does not answer */
    private void pass(Context context) {
        HttpResponse<InputStream> response = send(request(context));
        context.status(response.statusCode());
        PASSED_BACK.forEach(
                header -> response.headers().firstValue(header).ifPresent(value -> context.header(header, value)));
        boolean endless =
                response.headers().firstValue("Content-Type").orElse("").startsWith(EVENT_STREAM);
        try (InputStream body = response.body()) {
            if (endless) {
                copy(body, context.res());
            } else {
                context.result(body.readAllBytes());
            }
        } catch (IOException e) {
            if (!endless) {
                throw down();
            }
            // The events end when the pipeline or their reader has gone; the page connects again.
        }
    }

    private HttpRequest request(Context context) {
        String query = context.queryString();
        HttpRequest.Builder request;
        try {
            request = HttpRequest.newBuilder(
                    URI.create(address + context.req().getRequestURI() + (query == null ? "" : "?" + query)));
        } catch (IllegalArgumentException e) {
            throw new ApiError(400, "the path is no valid one");
        }
        for (String header : List.of("Accept", "Content-Type")) {
            String value = context.header(header);
            if (value != null) {
                request.header(header, value);
            }
        }
        byte[] body = context.bodyAsBytes();
        return request.timeout(ANSWER)
                .method(
                        context.method().name(),
                        body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body))
                .build();
    }

    private HttpResponse<InputStream> send(HttpRequest request) {
        try {
            return client.send(request, BodyHandlers.ofInputStream());
        } catch (IOException e) {
            throw down();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw down();
        }
    }

    private static ApiError down() {
        return new ApiError(503, "the process of the pipeline does not answer; it may start just now, so ask again");
    }

    private static void copy(InputStream events, HttpServletResponse response) throws IOException {
        OutputStream out = response.getOutputStream();
        byte[] buffer = new byte[8192];
        for (int read = events.read(buffer); read >= 0; read = events.read(buffer)) {
            out.write(buffer, 0, read);
            out.flush();
        }
    }
}
