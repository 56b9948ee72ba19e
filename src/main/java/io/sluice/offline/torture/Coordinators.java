package io.sluice.offline.torture;

import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TransactionListing;

/** Finds the brokers that coordinate the transactions and the group of a pipeline. */
final class Coordinators {
    private final Admin admin;
    private final String group;

    Coordinators(Admin admin, String group) {
        this.admin = admin;
        this.group = group;
    }

    /**
     * Returns the number of the broker that coordinates a transaction of the pipeline, counted from 0.
     *
     * @param fallback the broker if the pipeline has no transaction at this moment
     */
    int ofTransactions(int fallback) throws ExecutionException, InterruptedException {
        List<String> ids = admin.listTransactions().all().get().stream()
                .map(TransactionListing::transactionalId)
                .filter(id -> id.startsWith(group + "-"))
                .sorted()
                .toList();
        return ids.isEmpty()
                ? fallback
                : admin.describeTransactions(List.of(ids.get(0)))
                                .description(ids.get(0))
                                .get()
                                .coordinatorId()
                        - 1;
    }

    /**
     * Returns the number of the broker that coordinates the group of the pipeline, counted from 0.
     *
     * @param fallback the broker if the group has no coordinator at this moment
     */
    int ofGroup(int fallback) throws ExecutionException, InterruptedException {
        int id = admin.describeConsumerGroups(List.of(group))
                .describedGroups()
                .get(group)
                .get()
                .coordinator()
                .id();
        return id > 0 ? id - 1 : fallback;
    }
}
