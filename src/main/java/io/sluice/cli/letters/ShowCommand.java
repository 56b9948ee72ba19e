package io.sluice.cli.letters;

import io.sluice.broker.Cluster;
import io.sluice.cli.common.OptionRange;
import io.sluice.cli.common.PipelineOptions;
import io.sluice.config.SluiceConfig;
import io.sluice.permission.Permission;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.acl.AclOperation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sluice dead-letters show}: groups the dead letters of a pipeline by reason and topic. */
@Command(
        name = "show",
        description = {
            "Show the dead letters of a pipeline, grouped by reason and by the topic that they came from.",
            "Each group has its number, the times of its first and last record (UTC), and samples."
        })
final class ShowCommand implements Runnable {
    static final String REMEDY = "sluice.dead.letter.topic names it; create it, for example with sluice topics apply";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private PipelineOptions pipeline = new PipelineOptions();

    @Mixin
    private LetterOptions letters = new LetterOptions();

    @Option(
            names = "--limit",
            defaultValue = "3",
            paramLabel = "N",
            description = "At most N samples in a group (default: ${DEFAULT-VALUE}).")
    private int limit;

    @Option(names = "--json", description = "Print a JSON object.")
    private boolean json;

    @Override
    public void run() {
        OptionRange.requireAtLeast(spec, "--limit", 0, limit);
        LetterGroups groups = new LetterGroups(letters.choice(), limit);
        SluiceConfig config = pipeline.config();
        Map<String, String> settings = pipeline.clientSettings(config);
        try (Cluster cluster = Cluster.connect(settings)) {
            cluster.requirePermissions(List.of(Permission.ofTopic(AclOperation.READ, config.deadLetterTopic())));
            cluster.requireTopic(config.deadLetterTopic(), REMEDY);
        }
        new LetterTopic(settings).read(config.deadLetterTopic(), groups::add);
        LetterReport report = new LetterReport(config.deadLetterTopic(), groups);
        spec.commandLine().getOut().println(json ? report.json() : report.text());
    }
}
