package io.sluice.stream.store;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.TreeSet;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.query.Position;
import org.apache.kafka.streams.query.PositionBound;
import org.apache.kafka.streams.query.Query;
import org.apache.kafka.streams.query.QueryConfig;
import org.apache.kafka.streams.query.QueryResult;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * A store on the heap. A hash table holds the values, so that a read and an update do not search a tree as those of
 * Kafka Streams' own store do. A tree holds the keys alone, in the order of their unsigned bytes; only a new key and a
 * deletion change it.
 *
 * <p>Kafka Streams closes a store after an aborted transaction, and fills it again from its changelog. So the store
 * does not keep uncommitted changes apart. Thread-safe: other threads query keys.
 */
final class MemoryStore implements KeyValueStore<Bytes, byte[]> {
    private final String name;
    private final Map<Bytes, byte[]> values = new HashMap<>();
    private final TreeSet<Bytes> keys = new TreeSet<>();
    private volatile boolean open;

    MemoryStore(String name) {
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        open = true;
        context.register(root, (key, value) -> put(Bytes.wrap(key), value));
    }

    @Override
    public boolean persistent() {
        return false;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public synchronized byte @Nullable [] get(Bytes key) {
        return values.get(Objects.requireNonNull(key));
    }

    @Override
    public synchronized void put(Bytes key, byte @Nullable [] value) {
        if (value == null) {
            delete(key);
        } else if (values.put(Objects.requireNonNull(key), value) == null) {
            keys.add(key);
        }
    }

    @Override
    public synchronized byte @Nullable [] putIfAbsent(Bytes key, byte @Nullable [] value) {
        byte[] present = get(key);
        if (present == null) {
            put(key, value);
        }
        return present;
    }

    @Override
    public synchronized void putAll(List<KeyValue<Bytes, byte[]>> entries) {
        entries.forEach(entry -> put(entry.key, entry.value));
    }

    @Override
    public synchronized byte @Nullable [] delete(Bytes key) {
        byte[] removed = values.remove(Objects.requireNonNull(key));
        if (removed != null) {
            keys.remove(key);
        }
        return removed;
    }

    /**
     * Returns an iterator that also sees changes of keys that it has not reached yet. {@code hasNext} takes the entry
     * that {@code next} returns. Null is no limit.
     */
    @Override
    public KeyValueIterator<Bytes, byte[]> range(@Nullable Bytes from, @Nullable Bytes to) {
        return new Entries(from, to);
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> all() {
        return range(null, null);
    }

    /** Returns the exact number of keys. */
    @Override
    public synchronized long approximateNumEntries() {
        return keys.size();
    }

    @Override
    public <R> QueryResult<R> query(Query<R> query, PositionBound bound, QueryConfig config) {
        return KeyQueries.answer(this, query);
    }

    /** Returns no position, because nothing in Sluice asks for one. */
    @Override
    public Position getPosition() {
        return Position.emptyPosition();
    }

    @Override
    public synchronized void close() {
        values.clear();
        keys.clear();
        open = false;
    }

    /** Returns the first entry whose key is not below {@code from}; null if there is none. */
    private synchronized @Nullable KeyValue<Bytes, byte[]> first(@Nullable Bytes from) {
        if (from == null) {
            return keys.isEmpty() ? null : entry(keys.first());
        }
        return entry(keys.ceiling(from));
    }

    private synchronized @Nullable KeyValue<Bytes, byte[]> after(Bytes key) {
        return entry(keys.higher(key));
    }

    private @Nullable KeyValue<Bytes, byte[]> entry(@Nullable Bytes key) {
        return key == null ? null : KeyValue.pair(key, Objects.requireNonNull(values.get(key)));
    }

    /**
     * The entries from one key to another one. It looks each entry up when it is due, so it needs no copy of the keys.
     */
    private final class Entries implements KeyValueIterator<Bytes, byte[]> {
        private final @Nullable Bytes from;
        private final @Nullable Bytes to;
        private @Nullable Bytes last;
        private @Nullable KeyValue<Bytes, byte[]> due;
        private boolean ended;

        private Entries(@Nullable Bytes from, @Nullable Bytes to) {
            this.from = from;
            this.to = to;
        }

        @Override
        public boolean hasNext() {
            if (due == null && !ended) {
                due = last == null ? first(from) : after(last);
                ended = due == null || (to != null && due.key.compareTo(to) > 0);
            }
            return !ended;
        }

        @Override
        public KeyValue<Bytes, byte[]> next() {
            KeyValue<Bytes, byte[]> entry = due();
            last = entry.key;
            due = null;
            return entry;
        }

        @Override
        public Bytes peekNextKey() {
            return due().key;
        }

        private KeyValue<Bytes, byte[]> due() {
            if (!hasNext() || due == null) {
                throw new NoSuchElementException("the iterator of store " + name + " is at its end");
            }
            return due;
        }

        @Override
        public void close() {
            ended = true;
        }
    }
}
