package io.sluice.offline.torture;

import io.sluice.offline.torture.plan.Scenario;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.errors.ApiException;

/** Finds the brokers that coordinate the transactions and the group of a pipeline, as numbers counted from 0. */
final class Coordinators {
    private final Admin admin;
    private final String group;
    private final boolean streams;

    Coordinators(Admin admin, Scenario scenario) {
        this.admin = admin;
        this.group = scenario.name();
        this.streams = scenario.pipeline().hasStreamsGroup();
    }

    /**
     * Returns the broker that coordinates a transaction of the pipeline.
     *
     * @param fallback the broker if nobody knows of a transaction at this moment
     */
    int ofTransactions(int fallback) throws InterruptedException, ExecutionException {
        List<String> ids = admin.listTransactions().all().get().stream()
                .map(TransactionListing::transactionalId)
                .filter(id -> id.startsWith(group + "-"))
                .sorted()
                .toList();
        return ids.isEmpty()
                ? fallback
                : number(
                        admin.describeTransactions(List.of(ids.get(0)))
                                .description(ids.get(0))
                                .thenApply(description -> description.coordinatorId()),
                        fallback);
    }

    /**
     * Returns the broker that coordinates the group of the pipeline.
     *
     * @param fallback the broker if nobody knows of the group at this moment
     */
    int ofGroup(int fallback) throws InterruptedException, ExecutionException {
        return number((streams ? ofStreamsGroup() : ofClassicGroup()).thenApply(Node::id), fallback);
    }

    private KafkaFuture<Node> ofStreamsGroup() {
        return admin.describeStreamsGroups(List.of(group))
                .describedGroups()
                .get(group)
                .thenApply(description -> description.coordinator());
    }

    private KafkaFuture<Node> ofClassicGroup() {
        return admin.describeConsumerGroups(List.of(group))
                .describedGroups()
                .get(group)
                .thenApply(description -> description.coordinator());
    }

    /** The group may have no member just now, or its coordinator may be moving. */
    private static int number(KafkaFuture<Integer> node, int fallback) throws InterruptedException, ExecutionException {
        try {
            int id = node.get();
            return id > 0 ? id - 1 : fallback;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ApiException) {
                return fallback;
            }
            throw e;
        }
    }
}
