package io.sluice.cli;

import io.sluice.broker.Cluster;
import io.sluice.broker.LiveTopic;
import io.sluice.broker.TopicFile;
import io.sluice.broker.TopicSpec;
import io.sluice.cli.common.BrokerOptions;
import io.sluice.permission.Permission;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.kafka.common.acl.AclOperation;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sluice topics}: compares topic files with a broker, and creates missing topics. */
@Command(
        name = "topics",
        description = {
            "Compare topic files (Strimzi KafkaTopic in YAML) with a broker.",
            "apply creates missing topics; show only compares. Both print a line for each existing topic and for each"
                    + " difference. Existing topics are never changed or deleted."
        })
final class TopicsCommand implements Callable<Integer> {
    private enum Action {
        APPLY,
        SHOW;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private BrokerOptions broker = new BrokerOptions();

    @Option(names = "--check", description = "Exit with code 1 if the broker still differs from the files at the end.")
    private boolean check;

    @Parameters(index = "0", paramLabel = "apply|show", description = "Create missing topics, or only compare.")
    private Action action = Action.SHOW;

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "FILE", description = "Topic files.")
    private List<Path> files = List.of();

    @Override
    public Integer call() throws IOException {
        Map<String, TopicSpec> wanted = read();
        PrintWriter out = spec.commandLine().getOut();
        try (Cluster cluster = Cluster.connect(broker.settings())) {
            cluster.requirePermissions(permissions(wanted.keySet()));
            Map<String, LiveTopic> found = cluster.topics(wanted.keySet());
            if (action == Action.APPLY) {
                create(missing(wanted, found), cluster, out);
            }
            boolean differs = report(wanted.values(), found, out);
            return check && differs ? ExitCode.SOFTWARE : ExitCode.OK;
        }
    }

    private List<Permission> permissions(Collection<String> topics) {
        List<AclOperation> needed = action == Action.APPLY
                ? List.of(AclOperation.CREATE, AclOperation.DESCRIBE, AclOperation.DESCRIBE_CONFIGS)
                : List.of(AclOperation.DESCRIBE, AclOperation.DESCRIBE_CONFIGS);
        return topics.stream()
                .flatMap(topic -> needed.stream().map(operation -> Permission.ofTopic(operation, topic)))
                .toList();
    }

    private Map<String, TopicSpec> read() throws IOException {
        Map<String, TopicSpec> wanted = new LinkedHashMap<>();
        for (Path file : files) {
            requireFile(file);
            for (TopicSpec topic : TopicFile.read(file)) {
                if (wanted.put(topic.name(), topic) != null) {
                    throw new ParameterException(
                            spec.commandLine(),
                            file + " describes the topic " + topic.name() + " a second time; remove one of them");
                }
            }
        }
        return wanted;
    }

    private void requireFile(Path file) {
        if (Files.isDirectory(file)) {
            throw new ParameterException(
                    spec.commandLine(),
                    file + " is a folder; give the topic files in it, for example " + file + "/*.yaml");
        }
        if (!Files.isRegularFile(file)) {
            throw new ParameterException(spec.commandLine(), "file " + file + " does not exist");
        }
    }

    private static List<TopicSpec> missing(Map<String, TopicSpec> wanted, Map<String, LiveTopic> found) {
        return wanted.values().stream()
                .filter(topic -> !found.containsKey(topic.name()))
                .toList();
    }

    private static void create(List<TopicSpec> topics, Cluster cluster, PrintWriter out) {
        cluster.create(topics);
        topics.forEach(topic -> out.println("created " + topic.name()));
    }

    /** Prints the comparison of all topics but those just created, and returns true if one differs. */
    private boolean report(Collection<TopicSpec> wanted, Map<String, LiveTopic> found, PrintWriter out) {
        boolean differs = false;
        for (TopicSpec topic : wanted) {
            LiveTopic live = found.get(topic.name());
            if (live != null) {
                differs |= report(topic, live, out);
            } else if (action == Action.SHOW) {
                out.println("missing " + topic.name());
                differs = true;
            }
        }
        return differs;
    }

    private static boolean report(TopicSpec topic, LiveTopic live, PrintWriter out) {
        List<String> differences = live.differences(topic);
        if (differences.isEmpty()) {
            out.println("same    " + topic.name() + ": partitions " + live.partitions() + ", replicas "
                    + live.replicas() + settings(live.overrides()));
        }
        differences.forEach(line -> out.println("differs " + topic.name() + ": " + line));
        return !differences.isEmpty();
    }

    private static String settings(Map<String, String> settings) {
        StringBuilder text = new StringBuilder();
        settings.forEach(
                (key, value) -> text.append(", ").append(key).append(' ').append(value));
        return text.toString();
    }
}
