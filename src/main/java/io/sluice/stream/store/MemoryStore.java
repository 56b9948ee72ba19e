package io.sluice.stream.store;

import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.query.PositionBound;
import org.apache.kafka.streams.query.Query;
import org.apache.kafka.streams.query.QueryConfig;
import org.apache.kafka.streams.query.QueryResult;
import org.apache.kafka.streams.state.internals.InMemoryKeyValueStore;

/** The store in memory of Kafka Streams, which may be queried while it is written. */
final class MemoryStore extends InMemoryKeyValueStore {
    MemoryStore(String name) {
        super(name);
    }

    /** Takes the lock of the queries: a commit moves values into a tree that is not thread-safe. */
    @Override
    public synchronized void commit(Map<TopicPartition, Long> offsets) {
        super.commit(offsets);
    }

    @Override
    public <R> QueryResult<R> query(Query<R> query, PositionBound bound, QueryConfig config) {
        return KeyQueries.answer(this, query);
    }
}
