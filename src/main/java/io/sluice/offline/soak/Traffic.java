package io.sluice.offline.soak;

import io.sluice.offline.bench.Workload;
import java.time.Duration;
import java.util.List;

/** The events of a soak on their way in, and the predictions on their way out. */
public final class Traffic implements AutoCloseable {
    /** The time without any new prediction after which nobody waits for missing ones. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final List<String> stores;
    private final EventSender sender;
    private final PredictionReader reader;
    private long read;
    private long moved = System.nanoTime();

    public Traffic(String bootstrapServers, List<String> stores, Workload workload) {
        this.stores = List.copyOf(stores);
        this.reader = new PredictionReader(bootstrapServers, stores);
        this.sender = new EventSender(bootstrapServers, workload);
    }

    public EventSender sender() {
        return sender;
    }

    /** Returns the number of events that were sent so far. */
    public long events() {
        return sender.sent();
    }

    /** Returns the number of committed predictions of a pipeline so far. */
    public long predictions(String store) {
        return reader.predictions(store);
    }

    /** Returns true until each event has its predictions, or no prediction has come for a minute. */
    public boolean isMissing() {
        long now = stores.stream().mapToLong(reader::predictions).sum();
        if (now != read) {
            read = now;
            moved = System.nanoTime();
        }
        return now < events() * stores.size() && System.nanoTime() - moved < PATIENCE.toNanos();
    }

    @Override
    public void close() {
        sender.close();
        reader.close();
    }
}
