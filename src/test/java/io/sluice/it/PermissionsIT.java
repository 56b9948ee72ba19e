package io.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Gives a user the permissions in the table of {@code docs/configuration.md}, and takes each of them away. */
@Timeout(value = 4, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class PermissionsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String USER = SecuredBroker.USER;
    private static final String ID = "pump-watch";
    /** The test never runs it without. */
    private static final String KEYED = "run with sluice.event.key";

    private static final List<String> MADE_BY_SLUICE =
            List.of(ID + "-key-state-changelog", ID + "-keyed-events-repartition", ID + "-redriven");

    @TempDir
    private static Path folder;

    private static SecuredBroker broker;
    private static Path config;
    private static Path events;

    @BeforeAll
    static void start() throws Exception {
        broker = SecuredBroker.start(folder);
        Map<String, String> properties = new HashMap<>(broker.settings());
        properties.put("sasl.jaas.config", SecuredBroker.login(USER, SecuredBroker.password(USER)));
        properties.put("application.id", ID);
        properties.put(
                "sluice.model",
                ChannelGru.write(folder.resolve("model"), "value").folder().toString());
        properties.put("sluice.input.topic", "sensor-events");
        properties.put("sluice.output.topic", "sensor-predictions");
        properties.put("sluice.alert.topic", "sensor-alerts");
        properties.put("sluice.event.key", "/id");
        properties.put("sluice.http.port", "0");
        config = Child.properties(folder.resolve("pipeline.properties"), properties);
        events = Files.writeString(folder.resolve("events.csv"), "id,timestamp,value\na,2026-03-02T00:00:00Z,1\n");
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    static Stream<DocumentedPermission> permissions() throws IOException {
        return DocumentedPermission.all().stream();
    }

    /** {@link SecuredClusterIT} runs pipelines with the documented permissions. */
    @ParameterizedTest
    @ValueSource(strings = {"topics apply", "replay", "tail", "dead-letters", "dead-letters redrive", "erase"})
    void theDocumentedPermissionsAreEnough(String command) throws Exception {
        create();
        if (command.equals("topics apply")) {
            broker.delete(DocumentedPermission.TOPICS);
        }
        permit(command, null);
        InProcess done = execute(command);
        assertThat(done.exitCode()).as("%s", done).isZero();
    }

    @ParameterizedTest
    @MethodSource("permissions")
    void aMissingPermissionIsOneLineThatNamesIt(DocumentedPermission missing) throws Exception {
        create();
        if (missing.operation() == AclOperation.CREATE) {
            broker.delete(missing.command().equals("topics apply") ? DocumentedPermission.TOPICS : MADE_BY_SLUICE);
        }
        permit(missing.command(), missing);
        InProcess refused = execute(missing.command());
        assertThat(refused.exitCode()).as("%s", refused).isEqualTo(1);
        assertRefused(missing, refused.errors());
    }

    /** Kafka hides a topic that does not exist from a user who may not describe it. */
    @Test
    void anEraseInAPipelineThatDoesNotRepartitionAsksNothingAboutARepartitionTopic() throws Exception {
        create();
        broker.permit(
                USER,
                permissions()
                        .filter(permission -> permission.isFor("erase"))
                        .flatMap(permission -> permission.bindings(USER, ID))
                        .map(PermissionsIT::ofChangelogAlone)
                        .toList());
        Path unkeyed = Files.write(
                folder.resolve("unkeyed.properties"),
                Files.readAllLines(config).stream()
                        .filter(line -> !line.startsWith("sluice.event.key"))
                        .toList());
        InProcess erase = InProcess.sluice("erase", "--config", unkeyed.toString(), "a");
        assertThat(erase.exitCode()).as("%s", erase).isZero();
    }

    private static AclBinding ofChangelogAlone(AclBinding binding) {
        return binding.pattern().patternType() == PatternType.PREFIXED
                ? new AclBinding(
                        new ResourcePattern(ResourceType.TOPIC, MADE_BY_SLUICE.get(0), PatternType.LITERAL),
                        binding.entry())
                : binding;
    }

    private static void create() throws Exception {
        broker.create(DocumentedPermission.TOPICS);
        broker.create(MADE_BY_SLUICE);
    }

    @Test
    void aPermissionThatIsTakenAwayEndsTheRunWithOneLineThatNamesIt() throws Exception {
        broker.create(DocumentedPermission.TOPICS);
        permit("run", null);
        DocumentedPermission write = permissions()
                .filter(each -> each.operation() == AclOperation.WRITE
                        && each.resource().startsWith("the output topic"))
                .findFirst()
                .orElseThrow();
        try (Child run = run()) {
            run.awaitStarted();
            permit("run", write);
            broker.send("sensor-events", "a", "{\"id\":\"a\",\"timestamp\":\"2026-03-02T00:00:00Z\",\"value\":1}");
            assertThat(run.exitCode(PATIENCE)).as("%s", run).isEqualTo(1);
            String report = String.join("\n", run.report());
            assertThat(report).startsWith("sluice: the pipeline stopped: ").contains("uthoriz");
            assertRefused(write, report);
        }
    }

    private static void assertRefused(DocumentedPermission missing, String errors) {
        AclBinding binding = missing.bindings(USER, ID).findFirst().orElseThrow();
        String line = assertThat(errors.lines())
                .as("%s", errors)
                .singleElement()
                .asString()
                .actual();
        if (binding.pattern().resourceType() == ResourceType.TRANSACTIONAL_ID) {
            assertThat(line)
                    .endsWith("give this user the permission to write with the transactional ids that begin with its"
                            + " application.id");
            return;
        }
        assertThat(line)
                .contains("this user lacks permissions at " + broker.bootstrapServers() + ": ")
                .contains(missing.operation().name().toLowerCase(Locale.ROOT).replace('_', ' ') + " on "
                        + binding.pattern().resourceType().name().toLowerCase(Locale.ROOT) + " "
                        + binding.pattern().name())
                .contains("kafka-acls.sh --bootstrap-server " + broker.bootstrapServers() + " --add");
    }

    /** Gives the user what a command needs, without one permission if there is one. */
    private static void permit(String command, DocumentedPermission without) throws Exception {
        broker.permit(
                USER,
                permissions()
                        .filter(permission -> permission.isFor(command.equals("run") ? KEYED : command))
                        .filter(permission -> !permission.equals(without))
                        .flatMap(permission -> permission.bindings(USER, ID))
                        .toList());
    }

    private static InProcess execute(String command) throws Exception {
        String file = config.toString();
        return switch (command) {
            case "run", KEYED -> InProcess.sluice("run", file, "--set", freshStates());
            case "replay" ->
                InProcess.sluice(
                        "replay",
                        "--command-config",
                        file,
                        events.toString(),
                        "--topic",
                        "sensor-events",
                        "--key-field",
                        "id");
            case "tail" ->
                InProcess.sluice(
                        "tail", "--command-config", file, "--from-beginning", "--to-end", "sensor-predictions");
            case "topics apply" ->
                InProcess.sluice(
                        "topics", "apply", "--command-config", file, "topics/sensor.yaml", "topics/dead-letters.yaml");
            case "dead-letters" -> InProcess.sluice("dead-letters", "show", "--config", file);
            case "dead-letters redrive" -> InProcess.sluice("dead-letters", "redrive", "--config", file);
            case "erase" -> InProcess.sluice("erase", "--config", file, "a");
            case "erase --wait" -> InProcess.sluice("erase", "--config", file, "--wait", "1", "a");
            default ->
                throw new AssertionError(
                        "docs/configuration.md has permissions for " + command + ", which this test does not run");
        };
    }

    private static String freshStates() throws IOException {
        return "state.dir=" + Files.createTempDirectory(folder, "state-");
    }

    private static Child run() throws IOException {
        return Child.sluice(folder, "run", config.toString(), "--set", freshStates());
    }
}
