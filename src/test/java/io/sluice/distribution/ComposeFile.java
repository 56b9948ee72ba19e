package io.sluice.distribution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** {@code docker-compose.yml} as Compose reads it: anchors resolved, maps merged. */
record ComposeFile(JsonNode document) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static ComposeFile read() throws IOException {
        try (Reader reader = Files.newBufferedReader(Path.of("docker-compose.yml"))) {
            return new ComposeFile(JSON.valueToTree(new Yaml(new SafeConstructor(new LoaderOptions())).load(reader)));
        }
    }

    Service service(String name) {
        return new Service(name, document.required("services").required(name));
    }

    List<Service> services() {
        return stream(document.required("services").fieldNames())
                .map(this::service)
                .toList();
    }

    /** The services whose image the Dockerfile makes. */
    List<Service> ours() {
        return services().stream()
                .filter(service -> service.definition().has("build"))
                .toList();
    }

    /** The pipelines among them. */
    List<Service> pipelines() {
        return ours().stream()
                .filter(service -> service.command().get(0).equals("run"))
                .toList();
    }

    private static <T> java.util.stream.Stream<T> stream(java.util.Iterator<T> iterator) {
        Iterable<T> once = () -> iterator;
        return StreamSupport.stream(once.spliterator(), false);
    }

    /** A service by its name. */
    record Service(String name, JsonNode definition) {
        List<String> command() {
            return texts(definition.required("command"));
        }

        Map<String, String> environment() {
            Map<String, String> environment = new LinkedHashMap<>();
            definition
                    .path("environment")
                    .properties()
                    .forEach(variable -> environment.put(
                            variable.getKey(), variable.getValue().asText()));
            return environment;
        }

        /** The command of its health check; empty where it is the image's. */
        Optional<List<String>> healthCheck() {
            JsonNode test = definition.at("/healthcheck/test");
            return test.isMissingNode() ? Optional.empty() : Optional.of(texts(test));
        }

        /** Where its volumes are mounted, by their names. */
        Map<String, String> volumes() {
            Map<String, String> mounted = new LinkedHashMap<>();
            for (String volume : texts(definition.path("volumes"))) {
                String[] parts = volume.split(":", 2);
                mounted.put(parts[0], parts[1]);
            }
            return mounted;
        }

        /** The services that it waits for, and until when. */
        Map<String, String> waitsFor() {
            Map<String, String> conditions = new LinkedHashMap<>();
            definition
                    .path("depends_on")
                    .properties()
                    .forEach(other -> conditions.put(
                            other.getKey(),
                            other.getValue().required("condition").textValue()));
            return conditions;
        }

        List<String> profiles() {
            return texts(definition.path("profiles"));
        }

        private static List<String> texts(JsonNode array) {
            return stream(array.elements()).map(JsonNode::asText).toList();
        }
    }
}
