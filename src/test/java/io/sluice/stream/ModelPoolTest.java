package io.sluice.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sluice.config.SluiceConfig;
import io.sluice.engine.ServingModel;
import io.sluice.stream.store.RocksDbMemory;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rocksdb.Options;

class ModelPoolTest {
    private static ModelPool pool(SluiceConfig config) {
        ServingModel model = TestModels.spec("value");
        return new ModelPool(config, model, () -> TestModels.model(model), new SimpleMeterRegistry());
    }

    @ParameterizedTest
    @ValueSource(strings = {"interceptor.classes", "consumer.interceptor.classes", "main.consumer.interceptor.classes"})
    void theUsersInterceptorsComeBeforeSluices(String key) {
        SluiceConfig config = PipelineDriver.config(Map.of(key, "com.example.Theirs"));
        try (ModelPool pool = pool(config)) {
            assertThat(pool.streamsProperties())
                    .containsEntry(
                            "main.consumer.interceptor.classes",
                            "com.example.Theirs," + PolledRecords.Interceptor.class.getName());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/value", "/value/part", "/timestamp"})
    void aKeyPointerThatExcludesAnotherPointerIsAnError(String pointer) {
        SluiceConfig config = PipelineDriver.config(Map.of("sluice.event.key", pointer));
        assertThatThrownBy(() -> pool(config))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("sluice.event.key")
                .hasMessageContaining(pointer);
    }

    @Test
    void eventsThatHoldTheirKeyAreScoredFromTheRepartitionTopic() {
        SluiceConfig config = PipelineDriver.config(Map.of("sluice.event.key", "/id"));
        assertThat(TopologyNames.scoredTopics(config)).containsExactly("test-keyed-events-repartition");
    }

    @Test
    void allRocksDbStoresShareBoundedMemory() {
        try (ModelPool pool = pool(PipelineDriver.config(Map.of("sluice.state.memory.bytes", "10000000")))) {
            assertThat(pool.streamsProperties())
                    .containsEntry("rocksdb.config.setter", RocksDbMemory.class.getName())
                    .containsEntry("sluice.state.memory.bytes", "10000000");
        }
    }

    @Test
    void theUsersOwnRocksDbConfigSetterWins() {
        String theirs = Theirs.class.getName();
        try (ModelPool pool = pool(PipelineDriver.config(Map.of("rocksdb.config.setter", theirs)))) {
            assertThat(pool.streamsProperties()).containsEntry("rocksdb.config.setter", theirs);
        }
    }

    /** A setter as users have it. */
    public static final class Theirs implements RocksDBConfigSetter {
        @Override
        public void setConfig(String storeName, Options options, Map<String, Object> configs) {}

        @Override
        public void close(String storeName, Options options) {}
    }
}
