package io.sluice.offline.soak;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;

/** Asks a pipeline for its health and its metrics. */
public final class PipelineEndpoint {
    private static final Duration ANSWER = Duration.ofSeconds(30);

    private final HttpClient client =
            HttpClient.newBuilder().proxy(HttpClient.Builder.NO_PROXY).build();
    private final String url;

    /** @param url the address of health and metrics */
    public PipelineEndpoint(String url) {
        this.url = url;
    }

    /** Returns true if the pipeline processes events. */
    public boolean isReady() throws InterruptedException {
        try {
            return get("/health/ready").statusCode() == 200;
        } catch (IOException e) {
            return false; // it does not listen yet
        }
    }

    /**
     * Returns the metrics as they are now.
     *
     * @throws IOException if the pipeline does not answer within 30 s
     */
    public MetricsPage metrics() throws IOException, InterruptedException {
        try {
            return new MetricsPage(get("/metrics").body());
        } catch (HttpTimeoutException e) {
            throw new IOException(
                    "the pipeline at " + url + " did not give its metrics within " + ANSWER.toSeconds()
                            + " s; it hangs, or the machine has too much other work",
                    e);
        }
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create(url + path)).timeout(ANSWER).build(), BodyHandlers.ofString());
    }
}
