package io.sluice.cli;

import io.sluice.broker.Cluster;
import io.sluice.broker.LiveTopic;
import io.sluice.broker.TopicFile;
import io.sluice.broker.TopicSpec;
import io.sluice.cli.common.BootstrapOption;
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
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sluice topics}: compares files of topics with a broker, and creates what is missing. */
@Command(
        name = "topics",
        description = {
            "Compare files of topics (Strimzi KafkaTopic, YAML) with a broker.",
            "apply creates the topics that are missing, show creates none. Both print a line for each topic that was there"
                    + " and for each difference. A topic that exists is never changed or deleted."
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
    private BootstrapOption bootstrap = new BootstrapOption();

    @Option(names = "--check", description = "Exit with 1 where the broker differs from the files in the end.")
    private boolean check;

    @Parameters(index = "0", paramLabel = "apply|show", description = "What to do.")
    private Action action = Action.SHOW;

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "FILE", description = "Files of topics.")
    private List<Path> files = List.of();

    @Override
    public Integer call() throws IOException {
        Map<String, TopicSpec> wanted = read();
        PrintWriter out = spec.commandLine().getOut();
        try (Cluster cluster = Cluster.connect(bootstrap.servers())) {
            Map<String, LiveTopic> found = cluster.topics(wanted.keySet());
            if (action == Action.APPLY) {
                create(missing(wanted, found), cluster, out);
            }
            boolean differs = report(wanted.values(), found, out);
            return check && differs ? ExitCode.SOFTWARE : ExitCode.OK;
        }
    }

    private Map<String, TopicSpec> read() throws IOException {
        Map<String, TopicSpec> wanted = new LinkedHashMap<>();
        for (Path file : files) {
            if (!Files.isRegularFile(file)) {
                throw new ParameterException(spec.commandLine(), "no such file: " + file);
            }
            for (TopicSpec topic : TopicFile.read(file)) {
                if (wanted.put(topic.name(), topic) != null) {
                    throw new ParameterException(
                            spec.commandLine(), file + " describes the topic " + topic.name() + " a second time");
                }
            }
        }
        return wanted;
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

    /** Prints how the topics that were not created just now compare, and tells whether one differs. */
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
