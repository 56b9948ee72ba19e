package io.sluice.broker;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads topics from a YAML file of Strimzi {@code KafkaTopic} resources ({@code kafka.strimzi.io/v1} or
 * {@code v1beta2}). A file may contain several documents. {@code kubectl apply} accepts the same file.
 *
 * <p>{@code spec.topicName} takes precedence over {@code metadata.name}. An unknown field is an error, because a
 * misspelt field would otherwise have no effect and no warning.
 */
public final class TopicFile {
    private static final Set<String> VERSIONS = Set.of("kafka.strimzi.io/v1", "kafka.strimzi.io/v1beta2");
    private static final Set<String> RESOURCE = Set.of("apiVersion", "kind", "metadata", "spec", "status");
    private static final Set<String> SPEC = Set.of("topicName", "partitions", "replicas", "config");
    private static final ObjectReader YAML = YAMLMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .build()
            .readerFor(JsonNode.class);

    private final Path file;
    private int document;

    private TopicFile(Path file) {
        this.file = file;
    }

    /**
     * Reads the topics of a file in their order.
     *
     * @throws IOException if the file cannot be read
     * @throws TopicFileException if the file is not YAML or a document is not a valid topic
     */
    public static List<TopicSpec> read(Path file) throws IOException {
        return new TopicFile(file).topics();
    }

    private List<TopicSpec> topics() throws IOException {
        List<TopicSpec> topics = new ArrayList<>();
        try (InputStream in = Files.newInputStream(file);
                MappingIterator<JsonNode> documents = YAML.readValues(in)) {
            document = 1;
            while (documents.hasNextValue()) {
                JsonNode resource = documents.nextValue();
                if (resource != null && !resource.isNull()) {
                    topics.add(topic(resource));
                }
                document++;
            }
        } catch (JsonProcessingException e) {
            throw problem(
                    "not YAML: " + e.getOriginalMessage().lines().findFirst().orElse("") + line(e.getLocation()));
        }
        if (topics.isEmpty()) {
            throw problem("the file contains no KafkaTopic; add one");
        }
        return topics;
    }

    /** Some errors of the YAML library have no place, such as that of a document that is too deep. */
    private static String line(@Nullable JsonLocation location) {
        return location == null ? "" : " (line " + location.getLineNr() + ")";
    }

    private TopicSpec topic(JsonNode resource) {
        requireResource(resource);
        JsonNode spec = resource.path("spec");
        requireFields(spec, SPEC, "spec");
        JsonNode name = spec.has("topicName")
                ? spec.path("topicName")
                : resource.path("metadata").path("name");
        if (!name.isTextual()) {
            throw problem("metadata.name is missing; give the topic a name");
        }
        Optional<Integer> partitions = Optional.ofNullable(count(spec, "partitions", Integer.MAX_VALUE));
        Optional<Short> replicas =
                Optional.ofNullable(count(spec, "replicas", Short.MAX_VALUE)).map(Integer::shortValue);
        try {
            return new TopicSpec(name.textValue(), partitions, replicas, config(spec.path("config")));
        } catch (IllegalArgumentException e) {
            throw problem(String.valueOf(e.getMessage()));
        }
    }

    private void requireResource(JsonNode resource) {
        if (!resource.isObject()) {
            throw problem("this is " + kind(resource) + "; give a KafkaTopic resource");
        }
        String kind = resource.path("kind").asText("missing");
        if (!kind.equals("KafkaTopic")) {
            throw problem("kind is " + kind + "; it must be KafkaTopic");
        }
        String version = resource.path("apiVersion").asText("missing");
        if (!VERSIONS.contains(version)) {
            throw problem("apiVersion is " + version + "; use one of " + new TreeSet<>(VERSIONS));
        }
        requireFields(resource, RESOURCE, "KafkaTopic");
        if (!resource.path("metadata").isObject()) {
            throw problem("metadata is missing; add it with the topic's name");
        }
    }

    private void requireFields(JsonNode node, Set<String> known, String where) {
        if (!node.isObject()) {
            throw problem(where + " is missing or not a map of fields");
        }
        node.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                throw problem(where + " has the unknown field '" + name + "'; use one of " + new TreeSet<>(known));
            }
        });
    }

    private @Nullable Integer count(JsonNode spec, String name, int max) {
        JsonNode value = spec.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.canConvertToInt() || !value.isIntegralNumber() || value.intValue() < 1 || value.intValue() > max) {
            throw problem("spec." + name + " is " + value + "; give a number from 1 to " + max + ", or remove it");
        }
        return value.intValue();
    }

    private Map<String, String> config(JsonNode node) {
        Map<String, String> config = new TreeMap<>();
        if (node.isMissingNode() || node.isNull()) {
            return config;
        }
        if (!node.isObject()) {
            throw problem("spec.config is " + kind(node) + "; give a map of settings");
        }
        node.properties().forEach(setting -> {
            if (!setting.getValue().isValueNode() || setting.getValue().isNull()) {
                throw problem("spec.config." + setting.getKey() + " is " + kind(setting.getValue())
                        + "; give a single value");
            }
            config.put(setting.getKey(), setting.getValue().asText());
        });
        return config;
    }

    private static String kind(JsonNode node) {
        return "a " + node.getNodeType().name().toLowerCase(Locale.ROOT);
    }

    private TopicFileException problem(String text) {
        return new TopicFileException(file, document, text);
    }
}
