package io.sluice.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import com.sun.net.httpserver.HttpServer;
import io.sluice.broker.TopicFile;
import io.sluice.broker.TopicSpec;
import io.sluice.cli.Main;
import io.sluice.config.PropertySources;
import io.sluice.config.SluiceConfig;
import io.sluice.distribution.ComposeFile.Service;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.server.config.AbstractKafkaConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * Compares {@code Dockerfile} and {@code docker-compose.yml} with the Compose specification, the command line, the
 * configuration keys of Sluice and of Kafka's broker, and the files of the project. {@link ComposeIT} runs them.
 */
final class DeploymentFilesTest {
    private static final String SLUICE_PREFIX = "SLUICE_";
    private static final String KAFKA_PREFIX = "KAFKA_";
    /** Variables that set the config provider, which reads the token. */
    private static final String PROVIDER_PREFIX = "KAFKA_CONFIG_PROVIDERS";
    /** A variable that the launcher reads, not the program, and one that a config provider replaces. */
    private static final Set<String> UNRESOLVED = Set.of("SLUICE_OPTS", "SLUICE_HTTP_TOKEN");
    /** Variables that the scripts of Kafka's image read. */
    private static final Set<String> IMAGE_VARIABLES = Set.of("CLUSTER_ID", "KAFKA_HEAP_OPTS");

    private static final String TOKEN = "token-of-24-random-bytes";

    @TempDir
    private static Path secrets;

    private static ComposeFile compose;
    private static Dockerfile dockerfile;

    @BeforeAll
    static void read() throws IOException {
        compose = ComposeFile.read();
        dockerfile = Dockerfile.read();
        Files.writeString(secrets.resolve("token"), TOKEN);
    }

    @Test
    void theComposeFileMatchesTheSpecification() {
        assertThat(violations(compose.document())).isEmpty();
    }

    @Test
    void anUnknownFieldViolatesTheSpecification() {
        JsonNode misspelt = compose.document().deepCopy();
        ((ObjectNode) misspelt.at("/services/kafka")).set("healthchek", misspelt.at("/services/kafka/healthcheck"));
        assertThat(violations(misspelt)).isNotEmpty();
    }

    private static Set<ValidationMessage> violations(JsonNode document) {
        return JsonSchemaFactory.getInstance(VersionFlag.V202012)
                .getSchema(SchemaLocation.of("classpath:io/sluice/distribution/compose-spec.json"))
                .validate(document);
    }

    @Test
    void everyDependencyExistsAndHasAConditionThatCanBecomeTrue() {
        for (Service service : compose.services()) {
            service.dependencies().forEach((name, condition) -> {
                Service other = compose.service(name);
                boolean checked = other.healthCheck().isPresent();
                assertThat(condition)
                        .as(service.name() + " waits for " + name)
                        .isEqualTo(checked ? "service_healthy" : "service_completed_successfully");
            });
        }
    }

    @Test
    void theRegistryIsHealthyOnceItListsItsSubjects() throws IOException, InterruptedException {
        HttpServer registry = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        AtomicInteger status = new AtomicInteger(503);
        registry.createContext("/apis/ccompat/v7/subjects", exchange -> {
            exchange.sendResponseHeaders(status.get(), -1);
            exchange.close();
        });
        registry.start();
        int port = registry.getAddress().getPort();
        assertThat(registryCheck(port)).isNotZero();
        status.set(200);
        assertThat(registryCheck(port)).isZero();
        registry.stop(0);
        assertThat(registryCheck(port)).isNotZero();
    }

    /** Runs the health check of the registry here, as Compose would run it, and returns its exit code. */
    private static int registryCheck(int port) throws IOException, InterruptedException {
        List<String> test = compose.service("registry").healthCheck().orElseThrow();
        assertThat(test.get(0)).isEqualTo("CMD");
        List<String> command = test.stream()
                .skip(1)
                .map(part -> part.replace("$$", "$").replace("/8080", "/" + port))
                .toList();
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }

    @Test
    void everyMountedVolumeIsDeclaredAndIsMountedOnceUnlessItHasTheToken() {
        List<String> mounted = new ArrayList<>();
        compose.services().forEach(service -> mounted.addAll(service.volumes().keySet()));
        assertThat(mounted.stream().filter("token"::equals))
                .hasSize(1 + compose.pipelines().size());
        mounted.removeIf("token"::equals);
        mounted.add("token");
        assertThat(mounted)
                .containsExactlyInAnyOrderElementsOf(
                        () -> compose.document().required("volumes").fieldNames());
    }

    @Test
    void everyImageThatIsNotBuiltHasItsVersion() {
        assertThat(compose.services())
                .filteredOn(service -> !service.definition().has("build"))
                .hasSizeGreaterThan(3)
                .allSatisfy(service -> assertThat(
                                service.definition().required("image").textValue())
                        .matches("[a-z/-]+:v?\\d+\\.\\d+\\.\\d+(\\.Final)?"));
    }

    @Test
    void everyMountedFileExistsAndIsReadOnly() {
        Map<String, String> files = new LinkedHashMap<>();
        compose.services().forEach(service -> files.putAll(service.files()));
        assertThat(files).hasSize(5).allSatisfy((file, mount) -> {
            assertThat(Path.of(file)).isRegularFile();
            assertThat(mount).endsWith(":ro");
        });
    }

    @Test
    void brokerAndClientsHaveTheSameVersion() throws IOException {
        Properties clients = new Properties();
        try (InputStream version = getClass().getResourceAsStream("/kafka/kafka-version.properties")) {
            clients.load(version);
        }
        assertThat(compose.service("kafka").definition().required("image").textValue())
                .isEqualTo("apache/kafka:" + clients.getProperty("version"));
    }

    @Test
    void everyBrokerVariableIsAConfigurationKey() {
        compose.service("kafka").environment().forEach((variable, value) -> {
            if (!IMAGE_VARIABLES.contains(variable)) {
                requireValue(AbstractKafkaConfig.CONFIG_DEF, key(variable, KAFKA_PREFIX), value);
            }
        });
    }

    @Test
    void theCommandLineAcceptsEveryCommand() throws IOException {
        assertThat(dockerfile.only("ENTRYPOINT").exec()).containsExactly("/opt/sluice/sluice");
        requireParsed(dockerfile.only("CMD").exec());
        compose.builtServices().forEach(service -> requireParsed(service.command()));
    }

    private static void requireParsed(List<String> arguments) {
        assertThatCode(() -> new CommandLine(Main.class).parseArgs(arguments.toArray(String[]::new)))
                .as(arguments.toString())
                .doesNotThrowAnyException();
    }

    @Test
    void everyPipelineVariableIsAConfigurationKey() {
        for (Service pipeline : compose.pipelines()) {
            Map<String, String> variables = variables(pipeline);
            SluiceConfig config = PropertySources.load(configuration(pipeline), variables, Map.of());
            variables.forEach((variable, value) -> {
                if (variable.startsWith(PROVIDER_PREFIX)) {
                    assertThat(config.httpToken()).isEqualTo(TOKEN);
                } else if (variable.startsWith(KAFKA_PREFIX)) {
                    requireValue(StreamsConfig.configDef(), key(variable, KAFKA_PREFIX), value);
                } else if (variable.startsWith(SLUICE_PREFIX) && !UNRESOLVED.contains(variable)) {
                    assertThat(config.originals()).containsEntry("sluice." + key(variable, SLUICE_PREFIX), value);
                }
            });
            assertThat(config.bootstrapServers()).isEqualTo(variables.get("KAFKA_BOOTSTRAP_SERVERS"));
        }
    }

    /** Returns the variables of the image, overridden by those of the service, with the folder of this test's token. */
    private static Map<String, String> variables(Service service) {
        Map<String, String> variables = new LinkedHashMap<>(dockerfile.environment());
        variables.putAll(service.environment());
        variables.replaceAll((variable, value) -> value.replace("/secrets", secrets.toString()));
        return variables;
    }

    private static String key(String variable, String prefix) {
        assertThat(variable).startsWith(prefix);
        return variable.substring(prefix.length()).toLowerCase(Locale.ROOT).replace('_', '.');
    }

    private static void requireValue(ConfigDef definition, String key, String value) {
        assertThat(definition.names()).contains(key);
        ConfigDef.ConfigKey known = definition.configKeys().get(key);
        Object parsed = ConfigDef.parseType(key, value, known.type);
        if (known.validator != null) {
            known.validator.ensureValid(key, parsed);
        }
    }

    @Test
    void everyPipelineFindsItsModelAndItsTopics() throws IOException {
        Set<String> topics = new HashSet<>();
        for (Path file : paths(compose.service("topics").command())) {
            topics.addAll(TopicFile.read(file).stream().map(TopicSpec::name).toList());
        }
        for (Service pipeline : compose.pipelines()) {
            SluiceConfig config = PropertySources.load(configuration(pipeline), variables(pipeline), Map.of());
            assertThat(topics)
                    .containsAll(config.inputTopics())
                    .contains(config.outputTopic(), config.deadLetterTopic());
            assertThat(Path.of(config.model(), "model.json")).exists();
        }
    }

    private static List<Path> paths(List<String> arguments) {
        return arguments.stream()
                .filter(argument -> argument.endsWith(".yaml"))
                .map(Path::of)
                .toList();
    }

    private static Path configuration(Service pipeline) {
        return Path.of(pipeline.command().get(1));
    }

    @Test
    void everyPipelineKeepsItsStateOnAVolumeAndHasAReadOnlyRoot() {
        for (Service pipeline : compose.pipelines()) {
            assertThat(pipeline.volumes().values())
                    .containsExactly(variables(pipeline).get("KAFKA_STATE_DIR"), "/secrets:ro");
            assertThat(pipeline.definition().required("read_only").booleanValue())
                    .isTrue();
            assertThat(pipeline.definition().required("tmpfs").get(0).textValue())
                    .isEqualTo("/tmp:exec");
        }
    }

    @Test
    void gpuPipelinesReserveAGpuAndStartOnlyOnRequestLikeTheRegistryAndMonitoring() {
        List<Service> gpu = compose.pipelines().stream()
                .filter(pipeline -> "gpu".equals(pipeline.environment().get("SLUICE_DEVICE")))
                .toList();
        assertThat(gpu).isNotEmpty().allSatisfy(pipeline -> {
            assertThat(pipeline.profiles()).containsExactly("gpu");
            assertThat(pipeline.definition()
                            .at("/deploy/resources/reservations/devices/0/capabilities/0")
                            .textValue())
                    .isEqualTo("gpu");
            assertThat(pipeline.definition().at("/build/args/FLAVOUR").textValue())
                    .isEqualTo("gpu");
        });
        assertThat(compose.service("registry").profiles()).containsExactly("registry");
        assertThat(compose.service("prometheus").profiles()).containsExactly("monitoring");
        assertThat(compose.service("grafana").profiles()).containsExactly("monitoring");
        Set<String> others = Set.of("registry", "prometheus", "grafana");
        assertThat(compose.services())
                .filteredOn(service -> !gpu.contains(service) && !others.contains(service.name()))
                .allSatisfy(service -> assertThat(service.profiles()).isEmpty());
    }

    @Test
    void theImageRunsAsAnUnprivilegedUser() {
        assertThat(dockerfile.only("USER").arguments()).matches("[1-9]\\d*");
        assertThat(dockerfile.only("VOLUME").arguments())
                .isEqualTo(dockerfile.environment().get("KAFKA_STATE_DIR"));
    }

    @Test
    void theBuildContextOfTheImageExistsAndCoversTheArchive() throws IOException {
        Set<String> context = Files.readAllLines(Path.of(".dockerignore")).stream()
                .filter(line -> line.startsWith("!"))
                .map(line -> line.substring(1))
                .collect(Collectors.toSet());
        assertThat(context).allSatisfy(path -> assertThat(Path.of(path)).exists());
        assertThat(context).contains("pom.xml", "src/main", ".mvn");

        Matcher included = Pattern.compile("<(?:include|source)>([A-Za-z][^<*$/]*)")
                .matcher(Files.readString(Path.of("src/main/assembly/distribution.xml")));
        Set<String> files = included.results().map(found -> found.group(1)).collect(Collectors.toSet());
        assertThat(files).contains("sluice", "models", "LICENSE");
        files.remove("THIRD-PARTY.txt"); // created by the build
        assertThat(context).containsAll(files);
    }
}
