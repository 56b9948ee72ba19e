package io.sluice.cli.common;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.Internal;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** The options of commands that ask a running pipeline. */
@Internal
public final class ApiOptions {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TOKEN_VARIABLE = "SLUICE_HTTP_TOKEN";
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    @Spec(Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--url",
            paramLabel = "URL",
            defaultValue = "http://127.0.0.1:8080",
            description = "The address of an instance of the pipeline. Default: ${DEFAULT-VALUE}.")
    private String url = "";

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = {
                "A file with the token of sluice.http.token.",
                "Default: the environment variable " + TOKEN_VARIABLE + "."
            })
    private @Nullable Path tokenFile;

    /** Returns the path of a key. */
    public static String path(String key) {
        return "/api/keys/" + URLEncoder.encode(key, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /**
     * Asks the pipeline.
     *
     * @throws ApiCallException if it is not reachable, or refuses to answer
     */
    public JsonNode get(String path) {
        return send(request(path).GET());
    }

    /**
     * Asks the pipeline with a body.
     *
     * @throws ApiCallException if it is not reachable, or refuses to answer
     * @throws ParameterException if it finds a mistake in the body
     */
    public JsonNode post(String path, byte[] body) {
        return send(request(path).POST(BodyPublishers.ofByteArray(body)));
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request;
        try {
            request = HttpRequest.newBuilder(URI.create(url.replaceAll("/+$", "") + path));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(
                    spec.commandLine(), "--url is " + url + "; give an address such as http://127.0.0.1:8080", e);
        }
        String token = token();
        return (token == null ? request : request.header("Authorization", "Bearer " + token)).timeout(TIMEOUT);
    }

    private @Nullable String token() {
        if (tokenFile == null) {
            return System.getenv(TOKEN_VARIABLE);
        }
        try {
            return Files.readString(tokenFile).strip();
        } catch (IOException e) {
            throw new ParameterException(spec.commandLine(), "--token-file " + tokenFile + " cannot be read: " + e, e);
        }
    }

    private JsonNode send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
            return answer(response.statusCode(), response.body());
        } catch (IOException e) {
            throw new ApiCallException("no pipeline answers at " + url + ": " + e
                    + "; start sluice run or sluice demo, or give its address with --url");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ApiCallException("interrupted");
        }
    }

    private JsonNode answer(int status, String body) {
        JsonNode answer = parse(body);
        if (status == 200 && answer != null) {
            return answer;
        }
        if (status == 401) {
            throw new ApiCallException(
                    token() == null
                            ? url
                                    + " asks for the token of sluice.http.token; give a file with it (--token-file), or"
                                    + " set " + TOKEN_VARIABLE
                            : url + " has another token of sluice.http.token than the one given by "
                                    + (tokenFile == null ? TOKEN_VARIABLE : "--token-file " + tokenFile));
        }
        String error = answer == null ? "" : answer.path("error").asText();
        if (error.isEmpty()) {
            throw new ApiCallException(url + " answered with status " + status
                    + " and without a reason; another program may listen there");
        }
        if (status == 400 || status == 413) {
            throw new ParameterException(spec.commandLine(), error);
        }
        throw new ApiCallException(error);
    }

    private static @Nullable JsonNode parse(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            return null; // no answer of Sluice
        }
    }
}
