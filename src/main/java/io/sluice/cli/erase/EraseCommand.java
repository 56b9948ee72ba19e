package io.sluice.cli.erase;

import io.sluice.Internal;
import io.sluice.broker.BrokerException;
import io.sluice.broker.Cluster;
import io.sluice.cli.common.OptionRange;
import io.sluice.cli.common.PipelineOptions;
import io.sluice.cli.common.Printable;
import io.sluice.config.SluiceConfig;
import io.sluice.offline.Plural;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sluice erase}: deletes the state of a key, and says when its records are gone from the topics. */
@Internal
@Command(
        name = "erase",
        description = {
            "Delete the state of a key, and say when its records are gone from the topics of the pipeline.",
            "A record with the key and without a value goes to every partition of every input topic, because the events"
                    + " of the key may be in any of them. The pipeline deletes the state when it reads it. Stop the"
                    + " producers of the key first: a later event starts a new state.",
            "Events, predictions, alerts and dead letters stay until Kafka deletes them. A line for each topic says"
                    + " when that is, and what to do about a topic that keeps them for ever."
        })
public final class EraseCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private PipelineOptions pipeline = new PipelineOptions();

    @Parameters(paramLabel = "KEY", description = "The key, as predictions have it.")
    private String key = "";

    @Option(
            names = "--wait",
            defaultValue = "0",
            paramLabel = "SECONDS",
            description = "Wait until the pipeline has deleted the state, at most that long. If it has not, the exit"
                    + " code is 1. Default: do not wait.")
    private long seconds;

    @Option(names = "--dry-run", description = "Print what would be sent and the lines of the topics; send nothing.")
    private boolean dryRun;

    @Override
    public void run() {
        OptionRange.requireWithin(spec, "--wait", 0, 86_400, seconds);
        if (key.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "the key is empty; no state has an empty key");
        }
        SluiceConfig config = pipeline.config();
        Map<String, String> settings = pipeline.clientSettings(config);
        try (Cluster cluster = Cluster.connect(settings)) {
            PipelineTopics topics = PipelineTopics.of(config, cluster, seconds > 0);
            Tombstones tombstones = new Tombstones(key, cluster.latestTimes(topics.inputs()));
            if (dryRun) {
                print("would send " + amount(tombstones, config));
            } else if (seconds == 0) {
                tombstones.send(settings);
                print("sent " + amount(tombstones, config) + "; the pipeline deletes the state when it reads them");
            } else {
                sendAndWait(tombstones, topics, config, settings);
            }
            print("Records of the key in the topics:");
            topics.lifetimes().forEach(this::print);
        }
    }

    private void sendAndWait(
            Tombstones tombstones, PipelineTopics topics, SluiceConfig config, Map<String, String> settings) {
        String changelog = topics.changelog();
        if (changelog == null) {
            throw new BrokerException("--wait needs the changelog of " + config.applicationId()
                    + ", and it does not exist; start the pipeline with sluice run, or leave --wait out");
        }
        try (ChangelogWatch watch = new ChangelogWatch(settings, changelog, key)) {
            tombstones.send(settings);
            print("sent " + amount(tombstones, config));
            if (!watch.await(tombstones.count(), Duration.ofSeconds(seconds))) {
                throw new BrokerException("the pipeline has not deleted the key after " + seconds
                        + " s; it does so when it reads the records: check that it runs and has no lag");
            }
            print("the pipeline has deleted the state, and its changelog " + changelog + " has the tombstones");
        }
    }

    private String amount(Tombstones tombstones, SluiceConfig config) {
        return Plural.format(tombstones.count(), "record") + " with the key " + Printable.inLine(key)
                + " and without a value: one to each partition of " + String.join(", ", config.inputTopics());
    }

    private void print(String line) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(line);
        out.flush();
    }
}
