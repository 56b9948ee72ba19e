package io.sluice.offline.torture;

import io.sluice.offline.torture.plan.Scenario;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
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
        Optional<String> first = known(admin.listTransactions().all()).stream()
                .flatMap(Collection::stream)
                .map(TransactionListing::transactionalId)
                .filter(id -> id.startsWith(group + "-"))
                .sorted()
                .findFirst();
        return first.isEmpty()
                ? fallback
                : number(
                        admin.describeTransactions(List.of(first.get()))
                                .description(first.get())
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
        return Objects.requireNonNull(admin.describeStreamsGroups(List.of(group))
                        .describedGroups()
                        .get(group))
                .thenApply(description -> description.coordinator());
    }

    private KafkaFuture<Node> ofClassicGroup() {
        return Objects.requireNonNull(admin.describeConsumerGroups(List.of(group))
                        .describedGroups()
                        .get(group))
                .thenApply(description -> description.coordinator());
    }

    private static int number(KafkaFuture<Integer> node, int fallback) throws InterruptedException, ExecutionException {
        return known(node).filter(id -> id > 0).map(id -> id - 1).orElse(fallback);
    }

    /**
     * Returns an answer; empty if the group has no member just now, or if its coordinator is moving. Kafka's client
     * 4.4.0 fails with an IllegalArgumentException if a broker is lost while it lists transactions.
     */
    private static <T> Optional<T> known(KafkaFuture<T> answer) throws InterruptedException, ExecutionException {
        try {
            return Optional.of(answer.get());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ApiException || e.getCause() instanceof IllegalArgumentException) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
