package io.sluice.offline.torture;

import io.sluice.broker.Cluster;
import io.sluice.broker.TopicSpec;
import io.sluice.offline.DurationText;
import io.sluice.offline.torture.audit.Findings;
import io.sluice.offline.torture.plan.PlannedFault;
import io.sluice.offline.torture.plan.Scenario;
import io.sluice.offline.torture.plan.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;

/**
 * Runs one scenario: starts the instances, sends events while faults strike, waits until the pipeline has caught up,
 * stops it, and audits what it wrote.
 */
final class ScenarioRun {
    private static final long TICK_MILLIS = 200;
    private static final Duration NO_PROGRESS = Duration.ofSeconds(150);

    private final TortureOptions options;
    private final Scenario scenario;
    private final BrokerNodes brokers;
    private final Bundles bundles;
    private final ScenarioAudit audit;
    private final Consumer<String> out;
    private final Topics topics;
    private long begin;
    private int faults;

    /** @param out takes lines for people */
    ScenarioRun(
            TortureOptions options,
            Scenario scenario,
            BrokerNodes brokers,
            Bundles bundles,
            ScenarioAudit audit,
            Consumer<String> out) {
        this.options = options;
        this.scenario = scenario;
        this.brokers = brokers;
        this.bundles = bundles;
        this.audit = audit;
        this.out = out;
        this.topics = Topics.of(scenario);
    }

    /** Runs the scenario to its end. */
    TortureResult run() throws IOException, InterruptedException, ExecutionException {
        String servers = brokers.bootstrapServers();
        createTopics(servers);
        Path folder = Files.createDirectories(options.folder().resolve(scenario.name()));
        Map<String, String> properties =
                PipelineProperties.of(scenario, brokers.bootstrapServersOfInstances(), bundles.copy(scenario));
        try (Admin admin = Admin.create(Map.of(
                        "bootstrap.servers",
                        servers,
                        "default.api.timeout.ms",
                        "180000",
                        "request.timeout.ms",
                        "10000"));
                Instances instances =
                        new Instances(options.program(), folder, admitted(admin, properties), this::tell)) {
            configureGroup(admin);
            CommittedRecords records = new CommittedRecords(servers, admin);
            for (int number = 0; number < scenario.instances(); number++) {
                instances.start(number);
            }
            instances.awaitStarted();
            try (OutputWatch watch = OutputWatch.start(servers, topics);
                    EventSender sender = EventSender.start(servers, scenario, options.rate())) {
                begin = System.nanoTime();
                FaultStrikes strikes = new FaultStrikes(
                        scenario,
                        instances,
                        brokers,
                        bundles,
                        new Coordinators(admin, scenario),
                        sender,
                        millis -> pause(instances, millis));
                for (PlannedFault fault : scenario.faults()) {
                    strike(strikes, fault, instances);
                }
                pause(instances, scenario.sendingMillis() - elapsedMillis());
                sender.finish();
                awaitDone(sender, watch, new GroupProgress(admin, records, scenario.name(), topics), instances);
                stop(instances);
                Findings findings = audit.of(scenario, properties, records);
                TortureResult result = new TortureResult(
                        options.plan().seed(),
                        sender.sent(),
                        audit.predictions(),
                        faults,
                        findings,
                        watch.longestGapMillis());
                tell(result);
                return result;
            }
        }
    }

    /** Returns the properties of the instances, with those by which they log in. */
    private Map<String, String> admitted(Admin admin, Map<String, String> properties)
            throws IOException, ExecutionException, InterruptedException {
        Map<String, String> all = new HashMap<>(properties);
        all.putAll(brokers.security().admit(admin, properties));
        return all;
    }

    private void createTopics(String servers) {
        try (Cluster cluster = Cluster.connect(servers)) {
            cluster.create(topics.own().stream()
                    .map(name -> new TopicSpec(
                            name, Optional.of(Topics.PARTITIONS), Optional.of((short) brokers.count()), Map.of()))
                    .toList());
        }
    }

    private void configureGroup(Admin admin) throws ExecutionException, InterruptedException {
        List<AlterConfigOp> changes = PipelineProperties.ofGroup(scenario.pipeline()).entrySet().stream()
                .map(entry ->
                        new AlterConfigOp(new ConfigEntry(entry.getKey(), entry.getValue()), AlterConfigOp.OpType.SET))
                .toList();
        if (!changes.isEmpty()) {
            admin.incrementalAlterConfigs(
                            Map.of(new ConfigResource(ConfigResource.Type.GROUP, scenario.name()), changes))
                    .all()
                    .get();
        }
    }

    private void strike(FaultStrikes strikes, PlannedFault fault, Instances instances)
            throws IOException, InterruptedException, ExecutionException {
        pause(instances, fault.atMillis() - elapsedMillis());
        long struck = System.nanoTime();
        Strike strike = strikes.strike(fault);
        faults += strike.tookEffect() ? 1 : 0;
        tell(fault.kind().label() + (strike.tookEffect() ? " of " : " had no effect: ") + strike.text() + " ("
                + fault.kind().description() + "), took "
                + DurationText.format(
                        Duration.ofNanos(System.nanoTime() - struck).toMillis() / 1e3));
    }

    /** Waits until the pipeline has committed every record and written every output, or makes no progress. */
    private void awaitDone(EventSender sender, OutputWatch watch, GroupProgress group, Instances instances)
            throws IOException, InterruptedException, ExecutionException {
        long before = -1;
        long progress = System.nanoTime();
        while (group.lag() > 0 || watch.distinct() < sender.outputs()) {
            long done = watch.distinct() - group.lag();
            if (done != before) {
                before = done;
                progress = System.nanoTime();
            } else if (System.nanoTime() - progress > NO_PROGRESS.toNanos()) {
                tell("the pipeline made no progress for " + NO_PROGRESS.toSeconds() + " s");
                return;
            }
            pause(instances, TICK_MILLIS);
        }
        tell("the pipeline has caught up");
    }

    private void stop(Instances instances) throws InterruptedException {
        for (int number : instances.numbers()) {
            String end = instances.stop(number);
            if (!end.equals("exit code 0")) {
                tell("instance " + number + " stopped with " + end);
            }
        }
    }

    private void pause(Instances instances, long millis) throws IOException, InterruptedException {
        long end = System.nanoTime() + Duration.ofMillis(millis).toNanos();
        for (long left = millis;
                left > 0;
                left = Duration.ofNanos(end - System.nanoTime()).toMillis()) {
            Thread.sleep(Math.min(left, TICK_MILLIS));
            instances.revive();
        }
    }

    private long elapsedMillis() {
        return Duration.ofNanos(System.nanoTime() - begin).toMillis();
    }

    private void tell(String event) {
        out.accept(String.format(Locale.ROOT, "  %5.1f s  %s", elapsedMillis() / 1e3, event));
    }

    private void tell(TortureResult result) {
        Findings findings = result.findings();
        out.accept(String.format(
                Locale.ROOT,
                "  %,d events, %,d outputs compared: %d lost, %d doubled, %d out of order, %d with wrong bits;"
                        + " the longest gap was %s",
                result.events(),
                findings.outputs(),
                findings.lost(),
                findings.doubled(),
                findings.outOfOrder(),
                findings.wrongBits(),
                DurationText.format(result.longestGapMillis() / 1e3)));
        findings.examples().forEach(example -> out.accept("  " + example));
    }
}
