package io.sluice.offline.torture;

import io.sluice.offline.torture.plan.EventChange;
import io.sluice.offline.torture.plan.FaultKind;
import io.sluice.offline.torture.plan.PlannedFault;
import io.sluice.offline.torture.plan.Scenario;
import io.sluice.offline.torture.proxy.FaultName;
import io.sluice.offline.torture.proxy.FaultTable;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.protocol.ApiKeys;

/** Makes faults happen and undoes them. */
final class FaultStrikes {
    private static final Set<ApiKeys> OF_A_START = Set.of(
            ApiKeys.JOIN_GROUP,
            ApiKeys.SYNC_GROUP,
            ApiKeys.OFFSET_FETCH,
            ApiKeys.INIT_PRODUCER_ID,
            ApiKeys.FIND_COORDINATOR);

    private final Scenario scenario;
    private final Instances instances;
    private final BrokerNodes brokers;
    private final Bundles bundles;
    private final Coordinators coordinators;
    private final EventSender sender;
    private final Pause pause;

    FaultStrikes(
            Scenario scenario,
            Instances instances,
            BrokerNodes brokers,
            Bundles bundles,
            Coordinators coordinators,
            EventSender sender,
            Pause pause) {
        this.scenario = scenario;
        this.instances = instances;
        this.brokers = brokers;
        this.bundles = bundles;
        this.coordinators = coordinators;
        this.sender = sender;
        this.pause = pause;
    }

    /** Strikes, and returns when the fault is undone. */
    Strike strike(PlannedFault fault) throws IOException, InterruptedException, ExecutionException {
        int target = fault.target();
        return switch (fault.kind()) {
            case KILL, WIPE, STOP, JOIN, LEAVE, FREEZE, NO_MEMORY, DISK_FULL -> instance(fault);
            case BROKER_KILL -> loseBroker(target, fault.holdMillis());
            case TRANSACTION_COORDINATOR_KILL -> loseBroker(coordinators.ofTransactions(target), fault.holdMillis());
            case GROUP_COORDINATOR_KILL -> loseBroker(coordinators.ofGroup(target), fault.holdMillis());
            case CLUSTER_OUTAGE -> loseCluster(fault.holdMillis());
            case EVENTS_BACK, EVENTS_AHEAD, RECORDS_AHEAD, OUTPUT_NOT_FINITE, MODEL_EXCEPTION, SLOW_STEP ->
                changeEvents(fault);
            case BUNDLE_REPLACED -> replaceBundle(fault.holdMillis());
            case PROTOCOL -> disturb(FaultTable.all().get(target), fault.holdMillis());
        };
    }

    private Strike instance(PlannedFault fault) throws IOException, InterruptedException {
        int target = fault.target();
        return switch (fault.kind()) {
            case FREEZE -> freeze(fault);
            case NO_MEMORY -> starve(target);
            case DISK_FULL -> fillDisk(target, fault.holdMillis());
            case JOIN -> {
                instances.start(target);
                yield instance(target, "");
            }
            case LEAVE -> instance(target, ", " + instances.stop(target));
            case STOP -> {
                String end = instances.stop(target);
                instances.start(target);
                yield instance(target, ", " + end);
            }
            default -> {
                instances.kill(target);
                if (fault.kind() == FaultKind.WIPE) {
                    instances.wipe(target);
                }
                instances.start(target);
                yield instance(target, "");
            }
        };
    }

    private static Strike instance(int number, String more) {
        return Strike.of("instance " + number + more);
    }

    private Strike freeze(PlannedFault fault) throws IOException, InterruptedException {
        instances.freeze(fault.target());
        pause.sleep(fault.holdMillis());
        instances.thaw(fault.target());
        return instance(fault.target(), "");
    }

    private Strike starve(int target) throws IOException, InterruptedException {
        instances.kill(target);
        instances.startWithLittleMemory(target);
        boolean up = instances.isUp(target);
        String end = instances.end(target);
        instances.kill(target);
        instances.start(target);
        return up ? Strike.none("instance " + target + " had enough memory") : instance(target, ", " + end);
    }

    private Strike fillDisk(int target, long millis) throws IOException, InterruptedException {
        Optional<String> reason = instances.noSmallDisk();
        if (reason.isPresent()) {
            return Strike.none("skipped: " + reason.get());
        }
        instances.kill(target);
        instances.startOnSmallDisk(target);
        if (instances.isUp(target)) {
            instances.fillDisk(target);
            Thread.sleep(millis);
        }
        String end = instances.end(target);
        instances.kill(target);
        instances.start(target);
        return instance(target, ", " + end);
    }

    private Strike loseBroker(int node, long millis) throws IOException, InterruptedException {
        brokers.kill(node);
        pause.sleep(millis);
        brokers.restart(node);
        brokers.awaitReady();
        return Strike.of("broker " + (node + 1));
    }

    private Strike loseCluster(long millis) throws IOException, InterruptedException {
        for (int node = 0; node < brokers.count(); node++) {
            brokers.kill(node);
        }
        pause.sleep(millis);
        for (int node = 0; node < brokers.count(); node++) {
            brokers.restart(node);
        }
        brokers.awaitReady();
        return Strike.of(brokers.count() == 1 ? "the only broker" : "brokers 1 to " + brokers.count());
    }

    private Strike changeEvents(PlannedFault fault) throws IOException, InterruptedException {
        sender.change(EventChange.of(fault.kind()));
        pause.sleep(fault.holdMillis());
        sender.change(EventChange.NONE);
        return Strike.of("events");
    }

    /** Requests of a start come only if an instance starts. */
    private Strike disturb(FaultName name, long millis) throws IOException, InterruptedException {
        if (!OF_A_START.contains(name.type())) {
            return brokers.disturb(name, millis, pause);
        }
        int number = instances.numbers().get(0);
        return brokers.disturb(name, millis, time -> {
            instances.stop(number);
            instances.start(number);
            instances.isUp(number);
            pause.sleep(time);
        });
    }

    private Strike replaceBundle(long millis) throws IOException, InterruptedException {
        bundles.damage(scenario);
        pause.sleep(millis);
        bundles.repair(scenario);
        return Strike.of("the weights");
    }
}
