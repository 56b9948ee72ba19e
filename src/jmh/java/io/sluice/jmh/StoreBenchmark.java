package io.sluice.jmh;

import io.sluice.config.SluiceConfig;
import io.sluice.stream.store.StateStores;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * The store in memory of Kafka Streams, which is transactional as in a pipeline, and that of Sluice. They have 100,000
 * keys, which come in random order.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
public class StoreBenchmark {
    private static final String NAME = "states";
    private static final int KEYS = 100_000;
    private static final int KEY_BYTES = 12;
    private static final int VALUE_BYTES = 512;
    private static final int EVENTS_OF_A_COMMIT = 1_000;

    @Param({"kafka", "sluice"})
    public String store;

    private final Bytes[] keys = new Bytes[KEYS];
    private final byte[] value = new byte[VALUE_BYTES];
    private Path folder;
    private KeyValueStore<Bytes, byte[]> states;
    private int last;
    private int events;

    /** Opens the store and commits all keys. */
    @Setup
    public void open() throws IOException {
        folder = Files.createTempDirectory("sluice-jmh");
        states = supplier().get();
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "jmh");
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:1");
        properties.put(StreamsConfig.TRANSACTIONAL_STATE_STORES_CONFIG, true);
        states.init(
                new MockProcessorContext<Void, Void>(properties, new TaskId(0, 0), folder.toFile())
                        .getStateStoreContext(),
                states);
        for (int i = 0; i < KEYS; i++) {
            keys[i] = Bytes.wrap(ByteBuffer.allocate(KEY_BYTES).putInt(i).array());
            states.put(keys[i], value);
        }
        states.commit(Map.of());
        Collections.shuffle(Arrays.asList(keys), new Random(1));
    }

    private KeyValueBytesStoreSupplier supplier() {
        return switch (store) {
            case "kafka" -> Stores.inMemoryKeyValueStore(NAME);
            case "sluice" -> StateStores.supplier(SluiceConfig.StateStore.MEMORY, NAME);
            default -> throw new IllegalArgumentException("the store is " + store + "; it must be kafka or sluice");
        };
    }

    @TearDown
    public void close() throws IOException {
        states.close();
        Files.delete(folder);
    }

    /** Wraps a key anew, as the layers above the store do: the hash of a new wrapper is not known yet. */
    private Bytes nextKey() {
        last = last + 1 < KEYS ? last + 1 : 0;
        return Bytes.wrap(keys[last].get());
    }

    /** Reads a key. Nothing waits for a commit. */
    @Benchmark
    public byte[] get() {
        return states.get(nextKey());
    }

    /** Reads a key and writes it, as an event does. Commits after every 1,000 events. */
    @Benchmark
    public byte[] readAndWrite() {
        byte[] before = states.get(nextKey());
        states.put(Bytes.wrap(keys[last].get()), value);
        events++;
        if (events == EVENTS_OF_A_COMMIT) {
            states.commit(Map.of());
            events = 0;
        }
        return before;
    }
}
