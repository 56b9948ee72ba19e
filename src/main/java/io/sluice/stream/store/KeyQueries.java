package io.sluice.stream.store;

import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.query.FailureReason;
import org.apache.kafka.streams.query.KeyQuery;
import org.apache.kafka.streams.query.Query;
import org.apache.kafka.streams.query.QueryResult;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Answers queries of a key under the lock of the store alone. The stores of Kafka Streams 4.4.0 lock their position
 * first and then themselves, and a put locks in the other order. So a query and a stream thread could wait for each
 * other for ever (KAFKA-19629, mended after 4.4.0). The position of a store is not asked for here.
 */
final class KeyQueries {
    private KeyQueries() {}

    /** Returns the value of the queried key, uncommitted changes included; null as its result if there is none. */
    static <R> QueryResult<R> answer(KeyValueStore<Bytes, byte[]> store, Query<R> query) {
        if (!(query instanceof KeyQuery<?, ?> keyQuery)) {
            return QueryResult.forUnknownQueryType(query, store);
        }
        synchronized (store) {
            if (!store.isOpen()) {
                return QueryResult.forFailure(FailureReason.STORE_EXCEPTION, "store " + store.name() + " is not open");
            }
            @SuppressWarnings("unchecked") // a query of the innermost store has keys of bytes and values of byte[]
            R value = (R) store.get((Bytes) keyQuery.getKey());
            return QueryResult.forResult(value);
        }
    }
}
