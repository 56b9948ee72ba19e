package io.sluice.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Asks a schema registry by the part of Confluent's REST interface that reads schemas. Thread-safe. */
final class RegistryClient {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(10);
    private static final long MOST_BYTES = 16L << 20;
    private static final String SCHEMAS = "schemas/ids/";
    private static final ObjectMapper JSON = new ObjectMapper();
    /** The codes of Confluent's interface for a subject, a version or a schema that does not exist. */
    private static final Set<Integer> NOT_FOUND = Set.of(40401, 40402, 40403);

    private final RegistrySettings settings;
    private final Duration timeLimit;
    private final @Nullable String authorization;
    private final HttpClient http;

    RegistryClient(RegistrySettings settings) {
        this(settings, ANSWER_TIMEOUT);
    }

    /** @param timeLimit the longest time for a whole answer of one address */
    RegistryClient(RegistrySettings settings, Duration timeLimit) {
        this.settings = settings;
        this.timeLimit = timeLimit;
        this.authorization = settings.login() == null ? null : basic(settings.login());
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER) // a redirect could carry the password elsewhere
                .connectTimeout(CONNECT_TIMEOUT);
        this.http = settings.tls() == null
                ? builder.build()
                : builder.sslContext(settings.tls()).build();
    }

    private static String basic(RegistrySettings.Login login) {
        byte[] pair = (login.user() + ":" + login.password()).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(pair);
    }

    /**
     * Returns the answer to a request; empty if no address that answers has what was asked for. One of them may lag
     * behind the others, so all are asked.
     *
     * @param path the path below the registry's address, without a slash at its beginning
     * @throws ForbiddenException if none of the addresses gives it, and one does not let this login read it
     * @throws RegistryException if none of the addresses gives an answer that can be used
     */
    Optional<JsonNode> get(String path) {
        List<RegistryException> failures = new ArrayList<>();
        for (URI url : settings.urls()) {
            try {
                Optional<JsonNode> found = answer(url, path, send(url, path));
                if (found.isPresent()) {
                    return found;
                }
            } catch (RegistryException e) {
                failures.add(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new RegistryException("interrupted while waiting for the schema registry at " + url);
            }
        }
        if (failures.size() < settings.urls().size()) {
            return Optional.empty();
        }
        throw all(failures);
    }

    private static RegistryException all(List<RegistryException> failures) {
        String message = "schema registry "
                + failures.stream().map(Throwable::getMessage).collect(Collectors.joining("; "));
        return failures.stream().anyMatch(ForbiddenException.class::isInstance)
                ? new ForbiddenException(message)
                : new RegistryException(message);
    }

    /** The limit of time counts for the whole answer. That of a request would end with its headers. */
    private HttpResponse<String> send(URI url, String path) throws InterruptedException {
        CompletableFuture<HttpResponse<String>> answer =
                http.sendAsync(request(url, path), headers -> new BoundedBody(MOST_BYTES));
        try {
            return answer.get(timeLimit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw failed(url, Objects.requireNonNullElse(e.getCause(), e));
        } catch (TimeoutException e) {
            throw noAnswer(url, "no whole answer within " + timeLimit.toMillis() + " ms");
        } finally {
            answer.cancel(true); // without effect on a whole one
        }
    }

    private static RegistryException failed(URI url, Throwable failure) {
        return TlsFailure.describe(failure)
                .map(description -> new RegistryException(url + " " + description))
                .orElseGet(() -> noAnswer(url, reason(failure)));
    }

    /** A server that wants a certificate may close the connection without a word. */
    private static RegistryException noAnswer(URI url, String reason) {
        boolean https = url.getScheme().equals("https");
        return new RegistryException(url + " does not answer (" + reason + "); check that it runs, and "
                + RegistrySettings.URL
                + (https
                        ? "; if it wants a certificate of its clients, set " + RegistrySettings.TLS
                                + "keystore.location"
                        : ""));
    }

    private HttpRequest request(URI url, String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(withSlash(url.toString()) + path))
                .header("Accept", "application/vnd.schemaregistry.v1+json, application/json");
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        return request.build();
    }

    private static String withSlash(String url) {
        return url.endsWith("/") ? url : url + "/";
    }

    private static String reason(Throwable e) {
        return e.getMessage() == null
                ? Stream.<Throwable>iterate(e, Objects::nonNull, Throwable::getCause)
                        .map(cause -> cause.getClass().getSimpleName())
                        .distinct()
                        .collect(Collectors.joining(", "))
                : e.getClass().getSimpleName() + ": " + e.getMessage();
    }

    /** Returns the schema with an id; else as {@link #get}. */
    Optional<JsonNode> schema(int id) {
        return get(SCHEMAS + id);
    }

    private static Optional<JsonNode> answer(URI url, String path, HttpResponse<String> response) {
        int status = response.statusCode();
        if (status == 401 || status == 403) {
            String message = url + " refuses the login (HTTP " + status + "); check " + RegistrySettings.USER + " and "
                    + RegistrySettings.PASSWORD;
            throw status == 403 ? new ForbiddenException(message) : new RegistryException(message);
        }
        if ((status == 400 || status == 422) && path.startsWith(SCHEMAS)) {
            return Optional.empty(); // no id of this registry is like that
        }
        if (status == 200) {
            return Optional.of(json(url, response.body()));
        }
        if (status == 404
                && NOT_FOUND.contains(
                        json(url, response.body()).path("error_code").intValue())) {
            return Optional.empty();
        }
        throw new RegistryException(url + " answers HTTP " + status + hint(status));
    }

    private static String hint(int status) {
        return status == 404
                ? "; check the path in " + RegistrySettings.URL + ", such as /apis/ccompat/v7 of Apicurio"
                : "";
    }

    private static JsonNode json(URI url, String body) {
        try {
            JsonNode read = JSON.readTree(body);
            if (read.isObject()) {
                return read;
            }
        } catch (JsonProcessingException e) {
            throw notARegistry(url);
        }
        throw notARegistry(url);
    }

    private static RegistryException notARegistry(URI url) {
        return new RegistryException(url + " does not answer like a schema registry: the answer is no JSON object;"
                + " check the address and its path in " + RegistrySettings.URL);
    }
}
