package io.sluice.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.sluice.cli.common.ApiOptions;
import io.sluice.cli.common.FreePort;
import io.sluice.cli.common.LiveApi;
import io.sluice.config.SluiceConfig;
import io.sluice.engine.ServingModel;
import io.sluice.http.Health;
import io.sluice.http.HttpEndpoint;
import io.sluice.http.HttpSettings;
import io.sluice.runtime.LoadedBundle;
import io.sluice.stream.ScoringApplication;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** One instance of a pipeline in this JVM, with its HTTP endpoint. */
final class Instance implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client = HttpClient.newHttpClient();
    private final LoadedBundle bundle;
    private final ScoringApplication application;
    private final HttpEndpoint http;

    /**
     * An instance that has not started.
     *
     * @param state the folder of its states
     */
    Instance(Path model, Path state, Map<String, String> properties) throws IOException {
        this(model, state, FreePort.find(), properties);
    }

    /**
     * An instance that has not started.
     *
     * @param state the folder of its states
     * @param port the port of its endpoint
     */
    Instance(Path model, Path state, int port, Map<String, String> properties) throws IOException {
        Map<String, String> all = new HashMap<>(properties);
        all.put("sluice.model", model.toString());
        all.put("state.dir", state.toString());
        all.put("application.server", "127.0.0.1:" + port);
        SluiceConfig config = new SluiceConfig(all);
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        bundle = LoadedBundle.open(model, "cpu");
        ServingModel serving = ServingModel.of(bundle.bundle(), bundle.tokenizer(), config.scoring());
        application = new ScoringApplication(config, serving, () -> bundle.newStepModel(config.batchRows()), registry);
        http = HttpEndpoint.start(
                new HttpSettings("127.0.0.1", port, null, true, false),
                () -> new Health(application.isLive(), application.isReady(), application.state()),
                registry);
        LiveApi.serve(http, config, serving, bundle, application);
    }

    void start() {
        application.start();
    }

    boolean isReady() {
        return application.isReady();
    }

    /** Returns the number of partitions of the input that this instance reads. */
    int partitions() {
        return get("/api/status").json().path("partitions").size();
    }

    String url() {
        return http.url();
    }

    /** An answer of the API. */
    record Reply(int status, String body, HttpResponse<String> response) {
        JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (IOException e) {
                throw new UncheckedIOException(body, e);
            }
        }
    }

    Reply get(String path) {
        return send(HttpRequest.newBuilder(URI.create(url() + path)).build());
    }

    Reply post(String path, String body) {
        return send(HttpRequest.newBuilder(URI.create(url() + path))
                .POST(BodyPublishers.ofString(body))
                .build());
    }

    /** Returns the path of a key. */
    static String path(String key) {
        return ApiOptions.path(key);
    }

    private Reply send(HttpRequest request) {
        try {
            HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
            return new Reply(response.statusCode(), response.body(), response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        http.close();
        application.close();
    }

    static final Duration PATIENCE = Duration.ofSeconds(60);
}
