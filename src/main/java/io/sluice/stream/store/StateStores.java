package io.sluice.stream.store;

import io.sluice.Internal;
import io.sluice.config.SluiceConfig;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;

/** Makes the stores of states. */
@Internal
public final class StateStores {
    private StateStores() {}

    /** Returns what makes a store of a kind and a name for each task. */
    public static KeyValueBytesStoreSupplier supplier(SluiceConfig.StateStore kind, String name) {
        return switch (kind) {
            case MEMORY -> MemoryStore.supplier(name);
            case ROCKSDB -> DiskStore.supplier(name);
        };
    }
}
