package io.sluice.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.broker.TopicFile;
import io.sluice.broker.TopicSpec;
import io.sluice.cli.Main;
import io.sluice.config.PropertySources;
import io.sluice.config.SluiceConfig;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import picocli.CommandLine;

/**
 * Compares {@code docs/kubernetes.yaml} with the image, the configuration and the topic files, and its resources with
 * one another. Kubernetes' own schemas check it, if the Python package kubernetes-validate is installed.
 */
final class KubernetesFileTest {
    private static final Path FILE = Path.of("docs", "kubernetes.yaml");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> CUSTOM = Set.of("KafkaTopic", "KafkaUser", "ServiceMonitor");
    private static final String TOKEN = "token-of-24-random-bytes";

    @TempDir
    private static Path folder;

    private static List<JsonNode> resources;
    private static Dockerfile dockerfile;
    private static SluiceConfig config;

    @BeforeAll
    static void read() throws IOException {
        resources = read(FILE);
        dockerfile = Dockerfile.read();
        config = config();
    }

    private static List<JsonNode> read(Path file) throws IOException {
        List<JsonNode> documents = new ArrayList<>();
        try (Reader reader = Files.newBufferedReader(file)) {
            new Yaml(new SafeConstructor(new LoaderOptions()))
                    .loadAll(reader)
                    .forEach(document -> documents.add(JSON.valueToTree(document)));
        }
        return documents;
    }

    private static List<JsonNode> of(String kind) {
        return resources.stream()
                .filter(resource -> resource.required("kind").textValue().equals(kind))
                .toList();
    }

    private static JsonNode only(String kind) {
        assertThat(of(kind)).as(kind).hasSize(1);
        return of(kind).get(0);
    }

    private static JsonNode pod() {
        return only("StatefulSet").at("/spec/template/spec");
    }

    private static JsonNode container() {
        assertThat(pod().required("containers")).hasSize(1);
        return pod().required("containers").get(0);
    }

    private static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    /** Reads the properties as the first pod would, with secrets of this test. */
    private static SluiceConfig config() throws IOException {
        String properties = only("ConfigMap").at("/data/pump-watch.properties").textValue();
        for (String secret : List.of("http/token", "cluster/ca.password", "user/user.password")) {
            Path file = folder.resolve(secret);
            Files.createDirectories(file.getParent());
            Files.writeString(file, TOKEN);
        }
        Path file = folder.resolve("pump-watch.properties");
        Files.writeString(
                file,
                properties
                        .replace("${env:POD_NAME}", "pump-watch-0")
                        .replace("${env:POD_NAMESPACE}", "plant")
                        .replace("${directory:/secrets", "${directory:" + folder));
        return PropertySources.load(file, dockerfile.environment(), Map.of());
    }

    @Test
    void theFileMatchesTheSchemasOfKubernetes() throws Exception {
        assumeTrue(
                exitCode("python3", "-c", "import kubernetes_validate") == 0,
                "the Python package kubernetes-validate is not installed");
        Path core = folder.resolve("core.yaml");
        try (var writer = Files.newBufferedWriter(core)) {
            for (JsonNode resource : resources) {
                if (!CUSTOM.contains(resource.required("kind").textValue())) {
                    writer.write("---\n" + resource + "\n");
                }
            }
        }
        assertThat(exitCode("python3", "-m", "kubernetes_validate", "--strict", core.toString()))
                .isZero();
    }

    private static int exitCode(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        if (process.exitValue() != 0) {
            System.err.println(Files.readString(folder.resolve("output"), StandardCharsets.UTF_8));
        }
        return process.exitValue();
    }

    @Test
    void theConfigurationIsThatOfAPipelineWithAnOpenApi() {
        assertThat(config.unknownKeys()).isEmpty();
        assertThat(config.httpToken()).isEqualTo(TOKEN);
        assertThat(config.httpHost()).isEqualTo("0.0.0.0");
        assertThat(Path.of(config.model(), "model.json")).exists();
        String service = only("Service").at("/metadata/name").textValue();
        assertThat(only("StatefulSet").at("/spec/serviceName").textValue()).isEqualTo(service);
        assertThat(config.applicationServer()).isEqualTo("pump-watch-0." + service + ".plant.svc:" + config.httpPort());
        Map<String, String> fields = new HashMap<>();
        container()
                .required("env")
                .forEach(variable -> fields.put(
                        variable.required("name").textValue(),
                        variable.at("/valueFrom/fieldRef/fieldPath").textValue()));
        assertThat(fields).isEqualTo(Map.of("POD_NAME", "metadata.name", "POD_NAMESPACE", "metadata.namespace"));
    }

    @Test
    void theContainerRunsWithoutRightsAndWritesToItsVolumesAlone() {
        JsonNode security = container().required("securityContext");
        assertThat(security.required("readOnlyRootFilesystem").booleanValue()).isTrue();
        assertThat(security.required("allowPrivilegeEscalation").booleanValue()).isFalse();
        assertThat(security.at("/capabilities/drop/0").textValue()).isEqualTo("ALL");
        assertThat(pod().at("/securityContext/runAsNonRoot").booleanValue()).isTrue();
        assertThat(pod().at("/securityContext/runAsUser").asText())
                .isEqualTo(dockerfile.only("USER").arguments());
        Set<String> volumes = new TreeSet<>();
        pod().required("volumes")
                .forEach(volume -> volumes.add(volume.required("name").textValue()));
        only("StatefulSet")
                .at("/spec/volumeClaimTemplates")
                .forEach(claim -> volumes.add(claim.at("/metadata/name").textValue()));
        Map<String, String> writable = new LinkedHashMap<>();
        Set<String> mounted = new TreeSet<>();
        container().required("volumeMounts").forEach(mount -> {
            mounted.add(mount.required("name").textValue());
            if (!mount.path("readOnly").asBoolean()) {
                writable.put(
                        mount.required("name").textValue(),
                        mount.required("mountPath").textValue());
            }
        });
        assertThat(mounted).isEqualTo(volumes);
        assertThat(writable)
                .isEqualTo(Map.of("states", dockerfile.environment().get("KAFKA_STATE_DIR"), "tmp", "/tmp"));
    }

    @Test
    void theCommandAndTheMountsFindTheProperties() {
        List<String> arguments =
                stream(container().required("args")).map(JsonNode::textValue).toList();
        assertThatCode(() -> new CommandLine(Main.class).parseArgs(arguments.toArray(String[]::new)))
                .doesNotThrowAnyException();
        Map<String, String> mounts = new HashMap<>();
        container()
                .required("volumeMounts")
                .forEach(mount -> mounts.put(
                        mount.required("name").textValue(),
                        mount.required("mountPath").textValue()));
        assertThat(arguments.get(1)).isEqualTo(mounts.get("properties") + "/pump-watch.properties");
        String properties = only("ConfigMap").at("/data/pump-watch.properties").textValue();
        for (String secret : List.of("http", "cluster", "user")) {
            assertThat(mounts.get(secret)).isEqualTo("/secrets/" + secret);
            assertThat(properties).contains("${directory:/secrets/" + secret + ":");
        }
    }

    @Test
    void theProbesAskForHealthAndAStopHasItsTime() {
        for (String probe : List.of("startupProbe", "livenessProbe")) {
            assertThat(container().at("/" + probe + "/httpGet/path").textValue())
                    .isEqualTo("/health/live");
        }
        assertThat(container().at("/readinessProbe/httpGet/path").textValue()).isEqualTo("/health/ready");
        assertThat(container().at("/ports/0/containerPort").asText())
                .isEqualTo(dockerfile.only("EXPOSE").arguments())
                .isEqualTo(Integer.toString(config.httpPort()));
        assertThat(pod().required("terminationGracePeriodSeconds").intValue()).isGreaterThan(30);
    }

    @Test
    void everySelectorFindsThePodsAndTheServiceAndPrometheusNamesTheJobAfterThePipeline() {
        JsonNode labels = only("StatefulSet").at("/spec/template/metadata/labels");
        assertThat(only("StatefulSet").at("/spec/selector/matchLabels")).isEqualTo(labels);
        assertThat(only("Service").at("/spec/selector")).isEqualTo(labels);
        assertThat(only("PodDisruptionBudget").at("/spec/selector/matchLabels")).isEqualTo(labels);
        JsonNode monitor = only("ServiceMonitor").required("spec");
        JsonNode service = only("Service");
        assertThat(monitor.at("/selector/matchLabels")).isEqualTo(service.at("/metadata/labels"));
        assertThat(monitor.at("/endpoints/0/port")).isEqualTo(service.at("/spec/ports/0/name"));
        assertThat(monitor.at("/endpoints/0/path").textValue()).isEqualTo("/metrics");
        assertThat(service.at("/metadata/labels")
                        .required(monitor.required("jobLabel").textValue())
                        .textValue())
                .isEqualTo(config.applicationId());
    }

    @Test
    void theTopicsAreThoseOfTheTopicFiles() throws IOException {
        Path topics = folder.resolve("topics.yaml");
        Files.writeString(
                topics, of("KafkaTopic").stream().map(JsonNode::toString).collect(Collectors.joining("\n---\n")));
        List<TopicSpec> expected = new ArrayList<>(TopicFile.read(Path.of("topics/sensor.yaml")));
        expected.addAll(TopicFile.read(Path.of("topics/dead-letters.yaml")));
        assertThat(TopicFile.read(topics)).containsExactlyElementsOf(expected);
    }

    @Test
    void theUserHasThePermissionsOfThePipelineAndNoOthers() {
        assertThat(only("KafkaUser").at("/metadata/name").textValue()).isEqualTo(config.applicationId());
        Map<String, Set<AclOperation>> permissions = new HashMap<>();
        only("KafkaUser").at("/spec/authorization/acls").forEach(acl -> {
            JsonNode resource = acl.required("resource");
            String type = resource.required("type").textValue().replaceAll("([A-Z])", "_$1");
            PatternType pattern = resource.required("patternType").textValue().equals("prefix")
                    ? PatternType.PREFIXED
                    : PatternType.LITERAL;
            Set<AclOperation> operations = new TreeSet<>();
            acl.required("operations")
                    .forEach(operation -> operations.add(
                            AclOperation.fromString(operation.textValue().replaceAll("(?<=.)([A-Z])", "_$1"))));
            permissions.put(
                    ResourceType.fromString(type.toUpperCase(Locale.ROOT)) + " " + pattern + " "
                            + resource.required("name").textValue(),
                    operations);
        });
        Set<AclOperation> read = Set.of(AclOperation.READ, AclOperation.DESCRIBE, AclOperation.DESCRIBE_CONFIGS);
        Set<AclOperation> write = Set.of(AclOperation.WRITE, AclOperation.DESCRIBE, AclOperation.DESCRIBE_CONFIGS);
        Map<String, Set<AclOperation>> expected = new HashMap<>();
        config.inputTopics().forEach(topic -> expected.put("TOPIC LITERAL " + topic, read));
        config.outputTopics().forEach(topic -> expected.put("TOPIC LITERAL " + topic, write));
        expected.put(
                "TOPIC PREFIXED pump-watch-",
                Set.of(
                        AclOperation.CREATE,
                        AclOperation.READ,
                        AclOperation.WRITE,
                        AclOperation.DELETE,
                        AclOperation.DESCRIBE,
                        AclOperation.DESCRIBE_CONFIGS));
        expected.put("GROUP LITERAL pump-watch", Set.of(AclOperation.READ, AclOperation.DESCRIBE));
        expected.put("TRANSACTIONAL_ID PREFIXED pump-watch-", Set.of(AclOperation.WRITE, AclOperation.DESCRIBE));
        assertThat(permissions).isEqualTo(expected);
    }
}
