package io.sluice.stream;

import io.sluice.config.SluiceConfig;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;

/**
 * Looks whether an input topic has got more partitions while the pipeline runs. Producers then send most keys to other
 * partitions, where they have no states. Kafka's consumer hears of it only after {@code metadata.max.age.ms}.
 *
 * <p>With a repartition topic, the partitions of the input do not matter.
 */
final class GrownTopics {
    private final Map<String, Integer> partitions;
    private final Consumer<StartException> grown;

    /**
     * A look at topics.
     *
     * @param partitions the number of partitions of each input topic at the start
     * @param grown takes the failure that names the topic
     */
    GrownTopics(SluiceConfig config, Map<String, Integer> partitions, Consumer<StartException> grown) {
        this.partitions = config.repartitions() ? Map.of() : partitions;
        this.grown = grown;
    }

    /** Asks the broker once. Without an answer there is nothing to say. */
    void look(Admin admin) {
        if (partitions.isEmpty()) {
            return;
        }
        try {
            admin.describeTopics(partitions.keySet())
                    .allTopicNames()
                    .get(BrokerClients.TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                    .values()
                    .forEach(this::compare);
        } catch (ExecutionException | TimeoutException e) {
            return; // the broker is away, or the topic: the pipeline itself reports both
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void compare(TopicDescription topic) {
        int now = topic.partitions().size();
        int before = partitions.getOrDefault(topic.name(), now);
        if (now > before) {
            grown.accept(new StartException("topic " + topic.name() + " has grown from " + before + " to " + now
                    + " partitions, so most keys would lose their states" + Preflight.waysOut(before)));
        }
    }
}
