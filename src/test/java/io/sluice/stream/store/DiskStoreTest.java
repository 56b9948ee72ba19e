package io.sluice.stream.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.FutureTask;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

final class DiskStoreTest {
    /** A commit and the end of a store hold its lock while they free native memory. A read then would end the JVM. */
    @Test
    void theSizeOfUncommittedChangesIsNotReadWhileTheStoreChanges() throws Exception {
        KeyValueStore<Bytes, byte[]> store = new DiskStore("states");
        FutureTask<Long> read = new FutureTask<>(store::approximateNumUncommittedBytes);
        Thread metrics = new Thread(read);
        synchronized (store) {
            metrics.start();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> read.isDone() || metrics.getState() == Thread.State.BLOCKED);
            assertThat(read).isNotDone();
        }
        assertThat(read.get()).isZero();
    }
}
