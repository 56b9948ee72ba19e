package io.sluice.offline.torture.proxy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;

/**
 * The faults from which Kafka's clients must recover without losing or doubling a record: each type of request with
 * each kind, and for {@link Disturbance#ERROR} with each error that the broker may answer and that the clients retry.
 */
public final class FaultTable {
    private static final Map<ApiKeys, List<Errors>> ERRORS = errors();

    private FaultTable() {}

    private static Map<ApiKeys, List<Errors>> errors() {
        Map<ApiKeys, List<Errors>> errors = new EnumMap<>(ApiKeys.class);
        errors.put(
                ApiKeys.END_TXN,
                List.of(
                        Errors.CONCURRENT_TRANSACTIONS,
                        Errors.COORDINATOR_LOAD_IN_PROGRESS,
                        Errors.COORDINATOR_NOT_AVAILABLE,
                        Errors.NOT_COORDINATOR));
        // Producers send it only if the cluster's transaction.version is below 2.
        errors.put(
                ApiKeys.ADD_PARTITIONS_TO_TXN,
                List.of(
                        Errors.CONCURRENT_TRANSACTIONS,
                        Errors.COORDINATOR_LOAD_IN_PROGRESS,
                        Errors.COORDINATOR_NOT_AVAILABLE,
                        Errors.NOT_COORDINATOR,
                        Errors.UNKNOWN_TOPIC_OR_PARTITION));
        errors.put(
                ApiKeys.TXN_OFFSET_COMMIT,
                List.of(
                        Errors.COORDINATOR_LOAD_IN_PROGRESS,
                        Errors.COORDINATOR_NOT_AVAILABLE,
                        Errors.NOT_COORDINATOR,
                        Errors.UNKNOWN_TOPIC_OR_PARTITION));
        errors.put(
                ApiKeys.PRODUCE,
                List.of(
                        Errors.KAFKA_STORAGE_ERROR,
                        Errors.NOT_ENOUGH_REPLICAS,
                        Errors.NOT_LEADER_OR_FOLLOWER,
                        Errors.REQUEST_TIMED_OUT,
                        Errors.UNKNOWN_TOPIC_OR_PARTITION));
        // Only the errors of a whole answer: a request of a fetch session does not name its partitions.
        errors.put(
                ApiKeys.FETCH,
                List.of(
                        Errors.FETCH_SESSION_ID_NOT_FOUND,
                        Errors.FETCH_SESSION_TOPIC_ID_ERROR,
                        Errors.INVALID_FETCH_SESSION_EPOCH));
        errors.put(
                ApiKeys.HEARTBEAT,
                List.of(
                        Errors.COORDINATOR_NOT_AVAILABLE,
                        Errors.ILLEGAL_GENERATION,
                        Errors.NOT_COORDINATOR,
                        Errors.REBALANCE_IN_PROGRESS));
        // Streams sends it with group.protocol=streams, instead of heartbeats, joins and syncs.
        errors.put(
                ApiKeys.STREAMS_GROUP_HEARTBEAT,
                List.of(Errors.COORDINATOR_LOAD_IN_PROGRESS, Errors.COORDINATOR_NOT_AVAILABLE, Errors.NOT_COORDINATOR));
        errors.put(
                ApiKeys.JOIN_GROUP,
                List.of(
                        Errors.COORDINATOR_LOAD_IN_PROGRESS,
                        Errors.COORDINATOR_NOT_AVAILABLE,
                        Errors.NOT_COORDINATOR,
                        Errors.REBALANCE_IN_PROGRESS));
        errors.put(
                ApiKeys.SYNC_GROUP,
                List.of(
                        Errors.COORDINATOR_NOT_AVAILABLE,
                        Errors.ILLEGAL_GENERATION,
                        Errors.NOT_COORDINATOR,
                        Errors.REBALANCE_IN_PROGRESS));
        errors.put(
                ApiKeys.OFFSET_FETCH,
                List.of(Errors.COORDINATOR_LOAD_IN_PROGRESS, Errors.COORDINATOR_NOT_AVAILABLE, Errors.NOT_COORDINATOR));
        errors.put(
                ApiKeys.INIT_PRODUCER_ID,
                List.of(
                        Errors.CONCURRENT_TRANSACTIONS,
                        Errors.COORDINATOR_LOAD_IN_PROGRESS,
                        Errors.COORDINATOR_NOT_AVAILABLE,
                        Errors.NOT_COORDINATOR));
        // As AddPartitionsToTxn, only if transaction.version is below 2.
        errors.put(
                ApiKeys.ADD_OFFSETS_TO_TXN,
                List.of(
                        Errors.CONCURRENT_TRANSACTIONS,
                        Errors.COORDINATOR_LOAD_IN_PROGRESS,
                        Errors.COORDINATOR_NOT_AVAILABLE,
                        Errors.NOT_COORDINATOR));
        errors.put(ApiKeys.FIND_COORDINATOR, List.of(Errors.COORDINATOR_NOT_AVAILABLE));
        return Collections.unmodifiableMap(errors);
    }

    /** Returns the types of requests, in the order of Kafka's numbers. */
    public static Set<ApiKeys> types() {
        return ERRORS.keySet();
    }

    /** Returns all faults, by type. */
    public static List<FaultName> all() {
        return types().stream().flatMap(type -> of(type).stream()).toList();
    }

    /**
     * Returns the faults of a type of request.
     *
     * @throws IllegalArgumentException if the table does not have the type
     */
    public static List<FaultName> of(ApiKeys type) {
        List<Errors> errors = ERRORS.get(type);
        if (errors == null) {
            throw new IllegalArgumentException(
                    "requests of the type " + FaultName.hyphens(type) + " have no faults; take one of "
                            + text(types().stream().map(FaultName::hyphens).toList()));
        }
        List<FaultName> faults = new ArrayList<>();
        errors.forEach(error -> faults.add(FaultName.error(type, error)));
        Arrays.stream(Disturbance.values())
                .filter(kind -> kind != Disturbance.ERROR)
                .forEach(kind -> faults.add(FaultName.of(type, kind)));
        return faults;
    }

    /**
     * Returns the fault with a name such as {@code end-txn:drop-response}.
     *
     * @throws IllegalArgumentException if the table does not have it; the message says what it has
     */
    public static FaultName parse(String name) {
        String typeName = name.split(":", 2)[0];
        ApiKeys type = types().stream()
                .filter(known -> FaultName.hyphens(known).equals(typeName))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "fault " + name + ": no type of request is called " + typeName + "; take one of "
                                + text(types().stream().map(FaultName::hyphens).toList())));
        return of(type).stream()
                .filter(fault -> fault.toString().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("fault " + name + " is unknown; take one of " + text(of(type))));
    }

    private static String text(List<?> choices) {
        return choices.stream().map(Object::toString).collect(Collectors.joining(", "));
    }
}
