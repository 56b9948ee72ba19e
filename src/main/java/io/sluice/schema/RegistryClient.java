package io.sluice.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
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
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Asks a schema registry by the part of Confluent's REST interface that reads schemas. Thread-safe. */
final class RegistryClient {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(10);
    private static final ObjectMapper JSON = new ObjectMapper();
    /** The codes of Confluent's interface for a subject, a version or a schema that does not exist. */
    private static final Set<Integer> NOT_FOUND = Set.of(40401, 40402, 40403);

    private final RegistrySettings settings;
    private final @Nullable String authorization;
    private final HttpClient http;

    RegistryClient(RegistrySettings settings) {
        this.settings = settings;
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
     * Returns the answer to a request; empty if the registry does not have what was asked for.
     *
     * @param path the path below the registry's address, without a slash at its beginning
     * @throws RegistryException if none of the addresses gives an answer that can be used
     */
    Optional<JsonNode> get(String path) {
        List<String> failures = new ArrayList<>();
        for (URI url : settings.urls()) {
            try {
                return answer(url, http.send(request(url, path), HttpResponse.BodyHandlers.ofString()));
            } catch (IOException e) {
                failures.add(
                        url + " does not answer (" + reason(e) + "); check that it runs, and " + RegistrySettings.URL);
            } catch (RegistryException e) {
                failures.add(e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new RegistryException("interrupted while waiting for the schema registry at " + url);
            }
        }
        throw new RegistryException("schema registry " + String.join("; ", failures));
    }

    private HttpRequest request(URI url, String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(withSlash(url.toString()) + path))
                .timeout(ANSWER_TIMEOUT)
                .header("Accept", "application/vnd.schemaregistry.v1+json, application/json");
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        return request.build();
    }

    private static String withSlash(String url) {
        return url.endsWith("/") ? url : url + "/";
    }

    private static String reason(IOException e) {
        return e.getMessage() == null
                ? Stream.<Throwable>iterate(e, Objects::nonNull, Throwable::getCause)
                        .map(cause -> cause.getClass().getSimpleName())
                        .distinct()
                        .collect(Collectors.joining(", "))
                : e.getClass().getSimpleName() + ": " + e.getMessage();
    }

    private static Optional<JsonNode> answer(URI url, HttpResponse<String> response) {
        int status = response.statusCode();
        if (status == 401 || status == 403) {
            throw new RegistryException(url + " refuses the login (HTTP " + status + "); check " + RegistrySettings.USER
                    + " and " + RegistrySettings.PASSWORD);
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
