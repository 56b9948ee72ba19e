package io.sluice.offline.torture.plan;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The kinds of faults. */
public enum FaultKind {
    KILL(Victim.INSTANCE, 0, 0, "SIGKILL, then a new start"),
    STOP(Victim.INSTANCE, 0, 0, "SIGTERM, then a new start"),
    WIPE(Victim.INSTANCE, 0, 0, "SIGKILL, its state directory deleted, then a new start"),
    FREEZE(Victim.INSTANCE, 5_000, 9_000, "SIGSTOP beyond the session timeout, then SIGCONT"),
    JOIN(Victim.GROUP, 0, 0, "one more instance starts"),
    LEAVE(Victim.GROUP, 0, 0, "SIGTERM, and no new start"),
    BROKER_KILL(Victim.BROKER, 1_000, 4_000, "kill -9 of one broker, then a new start"),
    TRANSACTION_COORDINATOR_KILL(
            Victim.BROKER, 1_000, 4_000, "kill -9 of the coordinator of a transaction, then a new start"),
    GROUP_COORDINATOR_KILL(Victim.BROKER, 1_000, 4_000, "kill -9 of the coordinator of the group, then a new start"),
    CLUSTER_OUTAGE(Victim.CLUSTER, 20_000, 22_000, "kill -9 of all brokers, then a new start"),
    EVENTS_BACK(Victim.CLOCK, 1_000, 3_000, "events have times of an hour before"),
    EVENTS_AHEAD(Victim.CLOCK, 1_000, 3_000, "events have times of a year ahead"),
    RECORDS_AHEAD(Victim.CLOCK, 1_000, 3_000, "records have timestamps 20 minutes ahead"),
    OUTPUT_NOT_FINITE(Victim.MODEL, 1_000, 3_000, "the model gives NaN for events of one key"),
    MODEL_EXCEPTION(Victim.MODEL, 1_000, 3_000, "the model raises an exception for events of one key"),
    SLOW_STEP(Victim.MODEL, 1_000, 3_000, "steps of one key take long"),
    BUNDLE_REPLACED(Victim.BUNDLE, 1_000, 3_000, "the bundle on disk is overwritten, and written again"),
    NO_MEMORY(Victim.INSTANCE, 0, 0, "SIGKILL, a start under ulimit -v, then a new start"),
    DISK_FULL(Victim.INSTANCE, 5_000, 8_000, "SIGKILL, a start on a full disk of 16 MB, then a new start"),
    PROTOCOL(Victim.NETWORK, 1_000, 3_000, "the proxy disturbs requests of the instances");

    /** What a fault strikes. */
    public enum Victim {
        INSTANCE,
        GROUP,
        BROKER,
        CLUSTER,
        CLOCK,
        MODEL,
        BUNDLE,
        NETWORK
    }

    private static final int BROKERS_TO_LOSE_ONE = 3;
    private static final int PROTOCOL_CARDS = 4;

    private final Victim victim;
    private final long shortest;
    private final long longest;
    private final String description;

    FaultKind(Victim victim, long shortest, long longest, String description) {
        this.victim = victim;
        this.shortest = shortest;
        this.longest = longest;
        this.description = description;
    }

    public Victim victim() {
        return victim;
    }

    /** Returns the shortest time that the fault lasts, in milliseconds. */
    long shortestMillis() {
        return shortest;
    }

    /** Returns the longest time that the fault lasts, in milliseconds. */
    long longestMillis() {
        return longest;
    }

    /** Returns a few words that say what happens. */
    public String description() {
        return description;
    }

    /** Returns the number of its cards in a deck: the kind {@link #PROTOCOL} stands for many different faults. */
    int cards() {
        return this == PROTOCOL ? PROTOCOL_CARDS : 1;
    }

    /** Returns true if a cluster of this size survives the fault. */
    public boolean suits(int brokers) {
        return victim != Victim.BROKER || brokers >= BROKERS_TO_LOSE_ONE;
    }

    /** Returns true if the fault can strike events of this kind. */
    boolean suits(Workload workload) {
        return victim != Victim.MODEL || workload == Workload.FRAGILE;
    }

    /** Returns the name that users type, such as {@code broker-kill}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Returns the kind that has this name. */
    public static Optional<FaultKind> of(String label) {
        return Arrays.stream(values())
                .filter(kind -> kind.label().equals(label))
                .findFirst();
    }

    /** Returns the kinds that a cluster of this size survives. */
    public static List<FaultKind> suiting(int brokers) {
        return Arrays.stream(values()).filter(kind -> kind.suits(brokers)).toList();
    }

    /** Returns the names of all kinds, separated by commas. */
    public static String labels() {
        return Arrays.stream(values()).map(FaultKind::label).collect(Collectors.joining(", "));
    }
}
