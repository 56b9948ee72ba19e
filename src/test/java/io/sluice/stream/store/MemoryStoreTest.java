package io.sluice.stream.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.StateRestoreCallback;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.junit.jupiter.api.Test;

final class MemoryStoreTest {
    private final MemoryStore store = new MemoryStore("states");

    /** A put, or a deletion if the value is below zero. */
    record Change(Bytes key, byte value) {}

    private static Bytes key(int... bytes) {
        byte[] key = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            key[i] = (byte) bytes[i];
        }
        return Bytes.wrap(key);
    }

    private static List<Bytes> keys(KeyValueIterator<Bytes, byte[]> entries) {
        List<Bytes> keys = new ArrayList<>();
        entries.forEachRemaining(entry -> keys.add(entry.key));
        entries.close();
        return keys;
    }

    /** Keys of few different bytes, so that keys come again and some begin like others. */
    @Provide
    Arbitrary<List<Change>> changes() {
        Arbitrary<Bytes> keys = Arbitraries.bytes()
                .between((byte) -2, (byte) 2)
                .array(byte[].class)
                .ofMinSize(0)
                .ofMaxSize(3)
                .map(Bytes::wrap);
        return Combinators.combine(keys, Arbitraries.bytes().between((byte) -3, (byte) 100))
                .as(Change::new)
                .list()
                .ofMaxSize(300);
    }

    @Property(tries = 300)
    void itHoldsWhatASortedMapHolds(@ForAll("changes") List<Change> changes) {
        NavigableMap<Bytes, byte[]> expected = new TreeMap<>();
        MemoryStore changed = new MemoryStore("states");
        for (Change change : changes) {
            byte[] value = new byte[] {change.value()};
            if (change.value() >= 0) {
                changed.put(change.key(), value);
                expected.put(change.key(), value);
            } else {
                assertThat(changed.delete(change.key())).isEqualTo(expected.remove(change.key()));
            }
            assertThat(changed.get(change.key())).isEqualTo(expected.get(change.key()));
            assertThat(changed.approximateNumEntries()).isEqualTo(expected.size());
        }
        assertThat(keys(changed.all())).containsExactlyElementsOf(expected.keySet());
        Bytes from = key(0);
        Bytes to = key(254);
        assertThat(keys(changed.range(from, to)))
                .containsExactlyElementsOf(expected.subMap(from, true, to, true).keySet());
        assertThat(keys(changed.range(from, null)))
                .containsExactlyElementsOf(expected.tailMap(from, true).keySet());
        assertThat(keys(changed.range(null, to)))
                .containsExactlyElementsOf(expected.headMap(to, true).keySet());
    }

    @Test
    void keysAreInTheOrderOfTheirUnsignedBytes() {
        store.put(key(200), new byte[1]);
        store.put(key(100), new byte[1]);
        store.put(key(100, 0), new byte[1]);
        assertThat(keys(store.all())).containsExactly(key(100), key(100, 0), key(200));
    }

    @Test
    void anIteratorGoesOnWhileKeysComeAndGo() {
        store.put(key(1), new byte[] {1});
        store.put(key(3), new byte[] {3});
        store.put(key(5), new byte[] {5});
        try (KeyValueIterator<Bytes, byte[]> entries = store.all()) {
            assertThat(entries.next().key).isEqualTo(key(1));
            store.delete(key(1));
            store.delete(key(3));
            store.put(key(2), new byte[] {2});
            store.put(key(4), new byte[] {4});
            assertThat(entries.next().key).isEqualTo(key(2));
            assertThat(entries.peekNextKey()).isEqualTo(key(4));
            assertThat(entries.next().value).containsExactly(4);
            assertThat(entries.next().key).isEqualTo(key(5));
            assertThat(entries.hasNext()).isFalse();
            assertThatThrownBy(entries::next).isInstanceOf(NoSuchElementException.class);
        }
    }

    @Test
    void aNullValueDeletesTheKey() {
        store.put(key(1), new byte[1]);
        store.put(key(1), null);
        assertThat(store.get(key(1))).isNull();
        assertThat(keys(store.all())).isEmpty();
    }

    @Test
    void onlyAnAbsentKeyIsPut() {
        assertThat(store.putIfAbsent(key(1), new byte[] {1})).isNull();
        assertThat(store.putIfAbsent(key(1), new byte[] {2})).containsExactly(1);
        store.putAll(List.of(KeyValue.pair(key(1), new byte[] {3}), KeyValue.pair(key(2), new byte[] {4})));
        assertThat(store.get(key(1))).containsExactly(3);
        assertThat(store.approximateNumEntries()).isEqualTo(2);
    }

    @Test
    void anEntryHasTheValueOfItsKey() {
        store.put(key(1), new byte[] {1});
        store.put(key(2), new byte[] {2});
        store.put(key(1), new byte[] {3});
        List<Integer> values = new ArrayList<>();
        store.all().forEachRemaining(entry -> values.add((int) entry.value[0]));
        assertThat(values).containsExactly(3, 2);
    }

    /** So a task that begins again after an aborted transaction has the committed states alone. */
    @Test
    void aStoreThatIsOpenedAgainHasWhatIsRestoredAlone() {
        AtomicReference<StateRestoreCallback> restore = new AtomicReference<>();
        StateStoreContext context = contextThatKeeps(restore);
        store.init(context, store);
        assertThat(store.isOpen()).isTrue();
        store.put(key(1), new byte[] {1});
        store.put(key(2), new byte[] {2});
        store.close();

        store.init(context, store);
        restore.get().restore(key(1).get(), new byte[] {7});
        restore.get().restore(key(3).get(), new byte[] {8});
        restore.get().restore(key(3).get(), null);
        assertThat(keys(store.all())).containsExactly(key(1));
        assertThat(store.get(key(1))).containsExactly(7);
    }

    /** A context of which only the registration of a store is used. */
    private static StateStoreContext contextThatKeeps(AtomicReference<StateRestoreCallback> restore) {
        return (StateStoreContext) Proxy.newProxyInstance(
                MemoryStoreTest.class.getClassLoader(),
                new Class<?>[] {StateStoreContext.class},
                (proxy, method, args) -> {
                    assertThat(method.getName()).isEqualTo("register");
                    restore.set((StateRestoreCallback) args[1]);
                    return null;
                });
    }

    @Test
    void aClosedStoreIsEmpty() {
        store.put(key(1), new byte[1]);
        store.close();
        assertThat(store.isOpen()).isFalse();
        assertThat(store.approximateNumEntries()).isZero();
        assertThat(keys(store.all())).isEmpty();
    }
}
