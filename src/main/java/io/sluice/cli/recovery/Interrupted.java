package io.sluice.cli.recovery;

import io.sluice.offline.recovery.Answers;
import io.sluice.offline.recovery.Interruption;
import java.io.IOException;
import java.time.Duration;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** An interruption, and the time from it until the partitions are served again. */
final class Interrupted {
    private static final Duration POLL = Duration.ofMillis(50);

    private final Patience clock;
    private final Answers answers;
    private final Instance ended;

    /** Another instance that has been ready all the time is ready from 0 on. */
    private double ready;

    /**
     * Ends an instance. The time counts from now.
     *
     * @param answers the predictions of the events that are sent next
     */
    Interrupted(Instance ended, Interruption how, Answers answers, Patience clock) throws IOException {
        this.ended = ended;
        this.answers = answers;
        this.clock = clock;
        ended.end(how);
    }

    /** Waits until an instance is ready, and all predictions have come. */
    void await(Instance serving, Consumer<byte[], byte[]> predictions) throws InterruptedException {
        if (serving == ended) {
            ready = Double.NaN;
        }
        while (!clock.isOver() && (Double.isNaN(ready) || !answers.isComplete())) {
            look(serving);
            for (ConsumerRecord<byte[], byte[]> record : predictions.poll(POLL)) {
                answers.take(record.key(), record.value(), clock.seconds());
            }
        }
    }

    private void look(Instance serving) throws InterruptedException {
        if (!serving.isReady()) {
            ready = Double.NaN;
        } else if (Double.isNaN(ready)) {
            ready = clock.seconds();
        }
    }

    double ready() {
        return ready;
    }
}
