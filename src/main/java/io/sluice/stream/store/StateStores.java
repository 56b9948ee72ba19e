package io.sluice.stream.store;

import io.sluice.Internal;
import io.sluice.config.SluiceConfig;
import java.util.function.Function;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueStore;

/** Makes the stores of states. */
@Internal
public final class StateStores {
    private StateStores() {}

    private record Supplier(String name, String metricsScope, Function<String, KeyValueStore<Bytes, byte[]>> stores)
            implements KeyValueBytesStoreSupplier {
        @Override
        public KeyValueStore<Bytes, byte[]> get() {
            return stores.apply(name);
        }
    }

    /** Returns what makes a store of a kind and a name for each task. */
    public static KeyValueBytesStoreSupplier supplier(SluiceConfig.StateStore kind, String name) {
        return switch (kind) {
            case MEMORY -> new Supplier(name, "in-memory", MemoryStore::new);
            case ROCKSDB -> new Supplier(name, DiskStore.METRICS_SCOPE, DiskStore::new);
        };
    }
}
