package io.sluice.stream.store;

import io.sluice.Internal;
import io.sluice.config.SluiceConfig;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.WriteBufferManager;

/**
 * Bounds the memory that RocksDB takes outside the heap: the stores of all partitions of a process share one block
 * cache, and their write buffers are part of it. Without it each partition takes up to about 100 MB.
 *
 * <p>Kafka Streams creates it by its class name. The shared memory lives as long as the process, because stores of
 * later tasks use it again.
 */
@Internal
public final class RocksDbMemory implements RocksDBConfigSetter {
    /** The property that holds the bytes of the cache, write buffers included. */
    public static final String PROPERTY = SluiceConfig.STATE_MEMORY;

    private static final double HIGH_PRIORITY = 0.1;
    private static final Map<Long, Shared> SHARED = new HashMap<>();

    private record Shared(Cache cache, WriteBufferManager writeBuffers) {}

    @Override
    public void setConfig(String storeName, Options options, Map<String, Object> configs) {
        Shared shared = shared(Long.parseLong(String.valueOf(configs.get(PROPERTY))));
        BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
        table.setBlockCache(shared.cache);
        table.setCacheIndexAndFilterBlocks(true);
        table.setCacheIndexAndFilterBlocksWithHighPriority(true);
        table.setPinTopLevelIndexAndFilter(true);
        options.setTableFormatConfig(table);
        options.setWriteBufferManager(shared.writeBuffers);
    }

    private static Shared shared(long bytes) {
        synchronized (SHARED) {
            return SHARED.computeIfAbsent(bytes, size -> {
                Cache cache = new LRUCache(size, -1, false, HIGH_PRIORITY);
                return new Shared(cache, new WriteBufferManager(size / 2, cache));
            });
        }
    }

    @Override
    public void close(String storeName, Options options) {
        // The memory is shared: other stores still use it.
    }
}
