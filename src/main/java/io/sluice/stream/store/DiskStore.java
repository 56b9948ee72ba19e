package io.sluice.stream.store;

import java.io.IOException;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.errors.TaskCorruptedException;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.query.PositionBound;
import org.apache.kafka.streams.query.Query;
import org.apache.kafka.streams.query.QueryConfig;
import org.apache.kafka.streams.query.QueryResult;
import org.apache.kafka.streams.state.internals.RocksDBStore;

/**
 * The RocksDB store of Kafka Streams with three mends, which Kafka 4.4.0 needs. It uses internal classes of Kafka
 * Streams, because its public classes offer no place for them.
 */
final class DiskStore extends RocksDBStore {
    static final String METRICS_SCOPE = "rocksdb";

    DiskStore(String name) {
        super(name, METRICS_SCOPE);
    }

    /**
     * Deletes files that may hold uncommitted changes, and the next try begins with an empty store. A process that died
     * without transactional stores leaves such files. With transactional stores, Kafka Streams keeps them, and fails
     * the same way at each try.
     */
    @Override
    public void init(StateStoreContext context, StateStore root) {
        try {
            super.init(context, root);
        } catch (TaskCorruptedException e) {
            close();
            delete(e);
            throw e;
        }
    }

    private void delete(TaskCorruptedException cause) {
        try {
            Utils.delete(dbDir);
        } catch (IOException e) {
            ProcessorStateException failure = new ProcessorStateException(
                    "the states in " + dbDir + " may not be used, and cannot be deleted; delete this folder", e);
            failure.addSuppressed(cause);
            throw failure;
        }
    }

    /**
     * Waits until a commit or the end of the store is over. Metrics read this size from another thread, and the native
     * memory that it is in may be gone.
     */
    @Override
    public synchronized long approximateNumUncommittedBytes() {
        return super.approximateNumUncommittedBytes();
    }

    /**
     * Waits, too: a query may not read while a rebalance closes the store and frees its native memory, which ends the
     * process.
     */
    @Override
    public <R> QueryResult<R> query(Query<R> query, PositionBound bound, QueryConfig config) {
        return KeyQueries.answer(this, query);
    }
}
