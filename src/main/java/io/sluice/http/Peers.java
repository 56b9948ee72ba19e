package io.sluice.http;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apache.kafka.streams.state.HostInfo;
import org.jspecify.annotations.Nullable;

/** Asks the other instances of the application. A request that was passed on is never passed on again. */
final class Peers {
    /** The header of a request that another instance passed on. */
    static final String HOP = "Sluice-Hop";

    private static final Duration CONNECT = Duration.ofSeconds(1);

    /** Enough to load one more instance of the model, which the first question needs. */
    private static final Duration ANSWER = Duration.ofSeconds(20);

    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .proxy(HttpClient.Builder.NO_PROXY)
            .build();
    private final Supplier<List<HostInfo>> instances;
    private final @Nullable String token;

    /**
     * The peers of an instance.
     *
     * @param instances returns the addresses of the other instances
     * @param token the bearer token of all instances; null if there is none
     */
    Peers(Supplier<List<HostInfo>> instances, @Nullable String token) {
        this.instances = instances;
        this.token = token;
    }

    /**
     * The answer of another instance.
     *
     * @param status the status of HTTP; 0 if the instance did not answer
     * @param body the body; empty if the instance did not answer
     */
    record Reply(String instance, int status, String body) {}

    /**
     * Passes a request on to all other instances.
     *
     * @param path the path and the query of the request
     * @param body the body of a POST; null for a GET
     * @return the answers of all of them
     * @throws IllegalArgumentException if the path is no valid one
     */
    List<Reply> ask(String path, byte @Nullable [] body) {
        List<CompletableFuture<Reply>> replies = instances.get().stream()
                .map(instance -> ask(instance, path, body))
                .toList();
        return replies.stream().map(CompletableFuture::join).toList();
    }

    private CompletableFuture<Reply> ask(HostInfo instance, String path, byte @Nullable [] body) {
        String name = instance.host() + ":" + instance.port();
        return client.sendAsync(request(name, path, body), BodyHandlers.ofString())
                .thenApply(response -> reply(name, response))
                .exceptionally(unreachable -> new Reply(name, 0, ""));
    }

    private HttpRequest request(String instance, String path, byte @Nullable [] body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://" + instance + path))
                .timeout(ANSWER)
                .header(HOP, "1");
        if (body != null) {
            request.POST(BodyPublishers.ofByteArray(body));
        }
        return (token == null ? request : request.header("Authorization", "Bearer " + token)).build();
    }

    private static Reply reply(String instance, HttpResponse<String> response) {
        return new Reply(instance, response.statusCode(), response.body());
    }
}
