package io.sluice.simulation;

import io.sluice.stream.ScoringCore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The state store of a task. Its changes are in the changelog at once, but count only after a commit. A store in memory
 * keeps the arrays that it is given, and a store on disk copies them.
 */
final class SimulatedStore implements KeyValueStore<byte[], byte[]> {
    private final UnaryOperator<byte[]> kept;
    private final NavigableMap<byte[], byte[]> entries = new TreeMap<>(Arrays::compareUnsigned);
    private final Map<byte[], byte[]> changes = new TreeMap<>(Arrays::compareUnsigned);

    /** @param kept makes what is kept of a state, and what is handed out */
    SimulatedStore(UnaryOperator<byte[]> kept) {
        this.kept = kept;
    }

    static SimulatedStore inMemory() {
        return new SimulatedStore(UnaryOperator.identity());
    }

    static SimulatedStore onDisk() {
        return new SimulatedStore(byte[]::clone);
    }

    /** Drops all changes since the last commit, and restores the committed states. */
    void restore(Map<byte[], byte[]> committed) {
        changes.clear();
        entries.clear();
        committed.forEach((key, state) -> entries.put(key, state.clone()));
    }

    /** Returns the changes since the last commit: key to state, null if it was deleted. */
    Map<byte[], byte[]> changes() {
        return changes;
    }

    Map<byte[], byte[]> entries() {
        return entries;
    }

    @Override
    public byte[] get(byte[] key) {
        byte[] state = entries.get(key);
        return state == null ? null : kept.apply(state);
    }

    @Override
    public void put(byte[] key, byte[] state) {
        entries.put(key, kept.apply(state));
        changes.put(key, state.clone());
    }

    @Override
    public byte[] delete(byte[] key) {
        changes.put(key, null);
        return entries.remove(key);
    }

    @Override
    public KeyValueIterator<byte[], byte[]> all() {
        return iterator(entries);
    }

    @Override
    public KeyValueIterator<byte[], byte[]> range(byte[] from, byte[] to) {
        return iterator(entries.tailMap(from, true));
    }

    /** Iterates over what the store holds now: a later change is not seen. */
    private static KeyValueIterator<byte[], byte[]> iterator(NavigableMap<byte[], byte[]> entries) {
        List<KeyValue<byte[], byte[]>> snapshot = new ArrayList<>();
        entries.forEach((key, state) -> snapshot.add(KeyValue.pair(key, state.clone())));
        return new Snapshot(snapshot.iterator());
    }

    private record Snapshot(Iterator<KeyValue<byte[], byte[]>> entries) implements KeyValueIterator<byte[], byte[]> {
        @Override
        public boolean hasNext() {
            return entries.hasNext();
        }

        @Override
        public KeyValue<byte[], byte[]> next() {
            return entries.next();
        }

        @Override
        public byte[] peekNextKey() {
            throw new UnsupportedOperationException("not simulated");
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    }

    @Override
    public long approximateNumEntries() {
        return entries.size();
    }

    @Override
    public byte[] putIfAbsent(byte[] key, byte[] state) {
        throw new UnsupportedOperationException("not simulated");
    }

    @Override
    public void putAll(List<KeyValue<byte[], byte[]>> states) {
        throw new UnsupportedOperationException("not simulated");
    }

    @Override
    public String name() {
        return ScoringCore.STORE;
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        throw new UnsupportedOperationException("not simulated");
    }

    @Override
    public boolean persistent() {
        return false;
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public void close() {
        // The task drops it.
    }
}
