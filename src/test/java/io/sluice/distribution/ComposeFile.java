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
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The content of {@code docker-compose.yml}, with anchors resolved and maps merged as Compose does it. */
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

    /** Returns the services that run a command of Sluice. */
    List<Service> builtServices() {
        return services().stream()
                .filter(service -> service.definition().has("build")
                        && !service.definition().has("entrypoint"))
                .toList();
    }

    /** Returns the services that run a pipeline. */
    List<Service> pipelines() {
        return builtServices().stream()
                .filter(service -> service.command().get(0).equals("run"))
                .toList();
    }

    private static <T> java.util.stream.Stream<T> stream(java.util.Iterator<T> iterator) {
        Iterable<T> once = () -> iterator;
        return StreamSupport.stream(once.spliterator(), false);
    }

    /** A service with its name and definition. */
    record Service(String name, JsonNode definition) {
        List<String> command() {
            return texts(definition.required("command"));
        }

        /** Returns the program that takes the place of the image's entry point; empty if none does. */
        List<String> entryPoint() {
            return texts(definition.path("entrypoint"));
        }

        Map<String, String> environment() {
            Map<String, String> environment = new LinkedHashMap<>();
            definition
                    .path("environment")
                    .properties()
                    .forEach(variable -> environment.put(
                            variable.getKey(), variable.getValue().asText().replace("$$", "$")));
            return environment;
        }

        /** Returns the command of the health check; empty if the image defines the check. */
        Optional<List<String>> healthCheck() {
            JsonNode test = definition.at("/healthcheck/test");
            return test.isMissingNode() ? Optional.empty() : Optional.of(texts(test));
        }

        /** Returns the mount points of the named volumes, by their names. */
        Map<String, String> volumes() {
            return mounts(source -> !source.startsWith("./"));
        }

        /** Returns the mount points of the files of the project, by their paths. */
        Map<String, String> files() {
            return mounts(source -> source.startsWith("./"));
        }

        private Map<String, String> mounts(Predicate<String> ofSource) {
            Map<String, String> mountPoints = new LinkedHashMap<>();
            for (String volume : texts(definition.path("volumes"))) {
                String[] parts = volume.split(":", 2);
                if (ofSource.test(parts[0])) {
                    mountPoints.put(parts[0], parts[1]);
                }
            }
            return mountPoints;
        }

        /** Returns the services that must be started first, with the condition for each. */
        Map<String, String> dependencies() {
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
