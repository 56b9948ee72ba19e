package io.sluice.cli.letters;

import io.sluice.broker.Cluster;
import io.sluice.cli.common.OptionRange;
import io.sluice.cli.common.PipelineOptions;
import io.sluice.config.SluiceConfig;
import io.sluice.permission.Permission;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.kafka.common.acl.AclOperation;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sluice dead-letters redrive}: sends dead letters back to the partitions that they came from. */
@Command(
        name = "redrive",
        description = {
            "Send the dead letters of a pipeline back to the topics and partitions that they came from, with their"
                    + " keys, values, headers and timestamps.",
            "Each letter is sent once, also if the command is interrupted and repeated: a mark in the topic"
                    + " APPLICATION_ID-redriven is written in the same transaction. A record that comes back as another"
                    + " letter is sent again only with --again.",
            "The exit code is 1 if a chosen letter cannot be sent. The others are sent."
        })
final class RedriveCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private PipelineOptions pipeline = new PipelineOptions();

    @Mixin
    private LetterOptions letters = new LetterOptions();

    @Option(
            names = "--at",
            split = ",",
            paramLabel = "PARTITION:OFFSET",
            description = "Only the letter at this place of the dead-letter topic; may be repeated.")
    private Set<String> places = new LinkedHashSet<>();

    @Option(
            names = "--again",
            defaultValue = "1",
            paramLabel = "N",
            description = "Send a record back up to N times in all (default: ${DEFAULT-VALUE}).")
    private int times;

    @Option(names = "--dry-run", description = "Print the letters that would be sent, and send nothing.")
    private boolean dryRun;

    @Override
    public Integer call() {
        LetterChoice choice = choice();
        SluiceConfig config = pipeline.config();
        String topic = config.deadLetterTopic();
        Map<String, String> settings = pipeline.clientSettings(config);
        RedriveReport report = new RedriveReport(spec.commandLine().getOut(), topic, dryRun, times);
        try (Cluster cluster = Cluster.connect(settings)) {
            cluster.requirePermissions(permissions(config));
            cluster.requireTopic(topic, ShowCommand.REMEDY);
            Map<String, Integer> partitions = cluster.partitions(config.inputTopics());
            RedriveMarks marks = RedriveMarks.of(config.applicationId(), cluster.topicId(topic));
            Redrive redrive = new Redrive(topic, choice, new LetterTopic(settings), report);
            if (dryRun) {
                Set<String> done = cluster.hasTopic(marks.topic()) ? redrive.done(marks) : Set.of();
                redrive.run(new RedriveRules(partitions, done, times), letter -> {});
            } else {
                marks.create(cluster);
                try (LetterSender sender = new LetterSender(settings, config.applicationId(), marks, report::refused)) {
                    // The marks are read after the sender has ended the transaction of an earlier one.
                    redrive.run(new RedriveRules(partitions, redrive.done(marks), times), sender::send);
                    sender.flush();
                }
            }
        }
        report.sum();
        return report.count(RedriveRules.Rule.IMPOSSIBLE) > 0 ? ExitCode.SOFTWARE : ExitCode.OK;
    }

    private List<Permission> permissions(SluiceConfig config) {
        List<Permission> needed = new ArrayList<>();
        needed.add(Permission.ofTopic(AclOperation.READ, config.deadLetterTopic()));
        if (!dryRun) {
            config.inputTopics().forEach(topic -> needed.add(Permission.ofTopic(AclOperation.WRITE, topic)));
            needed.addAll(RedriveMarks.permissions(config.applicationId()));
        }
        return needed;
    }

    private LetterChoice choice() {
        OptionRange.requireAtLeast(spec, "--again", 1, times);
        for (String place : places) {
            if (!place.matches("\\d+:\\d+")) {
                throw new ParameterException(
                        spec.commandLine(), "--at is " + place + "; give PARTITION:OFFSET, for example 3:12");
            }
        }
        return letters.choice(places);
    }
}
