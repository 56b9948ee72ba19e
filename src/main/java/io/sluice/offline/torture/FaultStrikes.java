package io.sluice.offline.torture;

import io.sluice.offline.torture.plan.FaultKind;
import io.sluice.offline.torture.plan.PlannedFault;
import io.sluice.offline.torture.plan.TimeShift;
import java.io.IOException;
import java.util.concurrent.ExecutionException;

/** Makes faults happen and undoes them. */
final class FaultStrikes {
    private final Instances instances;
    private final BrokerNodes brokers;
    private final Coordinators coordinators;
    private final EventSender sender;
    private final Pause pause;

    /** Waits while the instances that end by themselves start again. */
    interface Pause {
        void sleep(long millis) throws IOException, InterruptedException;
    }

    FaultStrikes(
            Instances instances, BrokerNodes brokers, Coordinators coordinators, EventSender sender, Pause pause) {
        this.instances = instances;
        this.brokers = brokers;
        this.coordinators = coordinators;
        this.sender = sender;
        this.pause = pause;
    }

    /**
     * Strikes, and returns when the fault is undone.
     *
     * @return what was struck, in a few words
     */
    String strike(PlannedFault fault) throws IOException, InterruptedException, ExecutionException {
        int target = fault.target();
        return switch (fault.kind()) {
            case KILL -> {
                instances.kill(target);
                instances.start(target);
                yield instance(target);
            }
            case WIPE -> {
                instances.kill(target);
                instances.wipe(target);
                instances.start(target);
                yield instance(target);
            }
            case STOP -> {
                String end = instances.stop(target);
                instances.start(target);
                yield instance(target) + ", " + end;
            }
            case JOIN -> {
                instances.start(target);
                yield instance(target);
            }
            case LEAVE -> instance(target) + ", " + instances.stop(target);
            case FREEZE -> freeze(fault);
            case BROKER_KILL -> loseBroker(target, fault.holdMillis());
            case TRANSACTION_COORDINATOR_KILL ->
                loseBroker(coordinators.ofTransactions(target), fault.holdMillis());
            case GROUP_COORDINATOR_KILL -> loseBroker(coordinators.ofGroup(target), fault.holdMillis());
            case CLUSTER_OUTAGE -> loseCluster(fault.holdMillis());
            case EVENTS_BACK, EVENTS_AHEAD, RECORDS_AHEAD -> shift(fault.kind(), fault.holdMillis());
        };
    }

    private static String instance(int number) {
        return "instance " + number;
    }

    private String freeze(PlannedFault fault) throws IOException, InterruptedException {
        instances.freeze(fault.target());
        pause.sleep(fault.holdMillis());
        instances.thaw(fault.target());
        return instance(fault.target());
    }

    private String loseBroker(int node, long millis) throws IOException, InterruptedException {
        brokers.kill(node);
        pause.sleep(millis);
        brokers.restart(node);
        brokers.awaitReady();
        return "broker " + (node + 1);
    }

    private String loseCluster(long millis) throws IOException, InterruptedException {
        for (int node = 0; node < brokers.count(); node++) {
            brokers.kill(node);
        }
        pause.sleep(millis);
        for (int node = 0; node < brokers.count(); node++) {
            brokers.restart(node);
        }
        brokers.awaitReady();
        return "brokers 1 to " + brokers.count();
    }

    private String shift(FaultKind kind, long millis) throws IOException, InterruptedException {
        sender.shift(TimeShift.of(kind));
        pause.sleep(millis);
        sender.shift(TimeShift.NONE);
        return "events";
    }
}
