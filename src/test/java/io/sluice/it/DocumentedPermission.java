package io.sluice.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * One permission in the table of {@code docs/configuration.md}.
 *
 * @param command the command that needs it, with the option or setting because of which it does
 * @param resource the resource in the words of the document
 */
record DocumentedPermission(String command, String resource, AclOperation operation) {
    /** The topics of the pipeline that it does not make itself. */
    static final List<String> TOPICS =
            List.of("sensor-events", "sensor-predictions", "sensor-alerts", "sluice-dead-letters");

    private static final String HEAD = "| command | resource | permissions |";

    /** Returns the permissions in the order of the table. */
    static List<DocumentedPermission> all() throws IOException {
        return Files.readAllLines(Path.of("docs/configuration.md")).stream()
                .dropWhile(line -> !line.equals(HEAD))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .flatMap(DocumentedPermission::ofRow)
                .toList();
    }

    private static Stream<DocumentedPermission> ofRow(String row) {
        String[] cells = row.split("\\|", -1);
        return Arrays.stream(cells[3].split(","))
                .map(operation -> new DocumentedPermission(
                        cells[1].strip().replace("`", ""),
                        cells[2].strip().replace("`", ""),
                        AclOperation.valueOf(operation.strip().replace(' ', '_').toUpperCase(Locale.ROOT))));
    }

    /** Returns true if a command needs it. With an option or a setting, a command also needs what it needs without. */
    boolean isFor(String name) {
        return command.equals(name) || command.equals(name.replaceAll(" (--|with ).*", ""));
    }

    /** Returns what the user gets for a pipeline of sensors. */
    Stream<AclBinding> bindings(String user, String applicationId) {
        AccessControlEntry entry = new AccessControlEntry("User:" + user, "*", operation, AclPermissionType.ALLOW);
        return resources(applicationId).map(pattern -> new AclBinding(pattern, entry));
    }

    private Stream<ResourcePattern> resources(String id) {
        String named = resource.replaceAll(" \\(.*", "");
        return switch (named) {
            case "the input topics", "the topic of the events" -> topics("sensor-events");
            case "the output topic, the dead-letter topic and the alert topic" ->
                topics("sensor-predictions", "sluice-dead-letters", "sensor-alerts");
            case "the dead-letter topic" -> topics("sluice-dead-letters");
            case "the topics that it reads" -> topics("sensor-predictions");
            case "the topics of its files" -> topics(TOPICS.toArray(String[]::new));
            case "the topics APPLICATION_ID-*" ->
                Stream.of(new ResourcePattern(ResourceType.TOPIC, id + "-", PatternType.PREFIXED));
            case "the topic APPLICATION_ID-redriven" -> topics(id + "-redriven");
            case "the consumer group APPLICATION_ID" ->
                Stream.of(new ResourcePattern(ResourceType.GROUP, id, PatternType.LITERAL));
            case "the transactional ids APPLICATION_ID-*" ->
                Stream.of(new ResourcePattern(ResourceType.TRANSACTIONAL_ID, id + "-", PatternType.PREFIXED));
            case "the transactional id APPLICATION_ID-redrive" ->
                Stream.of(new ResourcePattern(ResourceType.TRANSACTIONAL_ID, id + "-redrive", PatternType.LITERAL));
            default ->
                throw new AssertionError("docs/configuration.md gives permissions to " + named
                        + ", which is none of the resources that this class knows");
        };
    }

    private static Stream<ResourcePattern> topics(String... names) {
        return Stream.of(names).map(name -> new ResourcePattern(ResourceType.TOPIC, name, PatternType.LITERAL));
    }

    @Override
    public String toString() {
        return command + ": " + operation.name().toLowerCase(Locale.ROOT).replace('_', ' ') + " on " + resource;
    }
}
