package io.sluice.stream.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.config.SluiceConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.query.KeyQuery;
import org.apache.kafka.streams.query.PositionBound;
import org.apache.kafka.streams.query.QueryConfig;
import org.apache.kafka.streams.query.QueryResult;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Queries of a key while the stream thread writes, commits and closes its store. They end even if they deadlock. */
@Timeout(value = 120, threadMode = ThreadMode.SEPARATE_THREAD)
class StateQueryTest {
    private static final Bytes KEY = Bytes.wrap(new byte[] {42});
    private static final byte[] VALUE = new byte[7];
    private static final int ABSENT = 0;
    private static final int NOT_OPEN = -1;
    private static final int READERS = 3;
    private static final int OTHER_KEYS = 50_000;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"MEMORY,true", "MEMORY,false", "ROCKSDB,true", "ROCKSDB,false"})
    void aKeyIsFoundWhileOthersAreAdded(SluiceConfig.StateStore kind, boolean transactional) throws Exception {
        KeyValueStore<Bytes, byte[]> store =
                StateStores.supplier(kind, "states").get();
        store.init(context(transactional), store);
        store.put(KEY, VALUE);
        Set<Integer> found = whileQueried(store, () -> {
            for (int i = 0; i < OTHER_KEYS; i++) {
                store.put(Bytes.wrap(new byte[] {0, (byte) (i >> 8), (byte) i}), VALUE);
                if (i % 1000 == 0) {
                    store.commit(Map.of());
                }
            }
            return null;
        });
        store.close();
        assertThat(found).containsExactly(VALUE.length);
    }

    /** A read of native memory that is free would end the JVM of this test. */
    @ParameterizedTest
    @CsvSource({"MEMORY,true", "MEMORY,false", "ROCKSDB,true", "ROCKSDB,false"})
    void aQueryOfAClosingStoreFailsOrSaysWhatTheStoreHas(SluiceConfig.StateStore kind, boolean transactional)
            throws Exception {
        KeyValueStore<Bytes, byte[]> store =
                StateStores.supplier(kind, "states").get();
        StateStoreContext context = context(transactional);
        Set<Integer> found = whileQueried(store, () -> {
            for (int i = 0; i < 30; i++) {
                store.init(context, store);
                store.put(KEY, VALUE);
                Thread.sleep(2);
                store.close();
            }
            return null;
        });
        assertThat(found).contains(VALUE.length).isSubsetOf(VALUE.length, ABSENT, NOT_OPEN);
    }

    private StateStoreContext context(boolean transactional) {
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "queries");
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:1");
        properties.put(StreamsConfig.TRANSACTIONAL_STATE_STORES_CONFIG, transactional);
        return new MockProcessorContext<Void, Void>(properties, new TaskId(0, 0), folder.toFile())
                .getStateStoreContext();
    }

    /** Returns the sizes of the values that queries found meanwhile. */
    private static Set<Integer> whileQueried(KeyValueStore<Bytes, byte[]> store, Callable<?> work) throws Exception {
        ExecutorService readers = Executors.newFixedThreadPool(READERS);
        AtomicBoolean done = new AtomicBoolean();
        try {
            List<Future<Set<Integer>>> results = new ArrayList<>();
            for (int i = 0; i < READERS; i++) {
                results.add(readers.submit(() -> sizes(store, done)));
            }
            try {
                work.call();
            } finally {
                done.set(true);
            }
            Set<Integer> found = new HashSet<>();
            for (Future<Set<Integer>> result : results) {
                found.addAll(result.get());
            }
            return found;
        } finally {
            readers.shutdownNow();
        }
    }

    private static Set<Integer> sizes(KeyValueStore<Bytes, byte[]> store, AtomicBoolean done) {
        Set<Integer> sizes = new HashSet<>();
        while (!done.get()) {
            QueryResult<byte[]> result =
                    store.query(KeyQuery.withKey(KEY), PositionBound.unbounded(), new QueryConfig(false));
            sizes.add(size(result));
        }
        return sizes;
    }

    private static int size(QueryResult<byte[]> result) {
        if (result.isFailure()) {
            return NOT_OPEN;
        }
        return result.getResult() == null ? ABSENT : result.getResult().length;
    }
}
