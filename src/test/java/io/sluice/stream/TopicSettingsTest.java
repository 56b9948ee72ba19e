package io.sluice.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TopicSettingsTest {
    private static final String LIMIT = "max.message.bytes";

    private static TopicSettings settings(Map<String, Config> topics) {
        return new TopicSettings(PipelineDriver.config(Map.of()), topics);
    }

    private static @Nullable String limit(ConfigEntry... entries) {
        return settings(Map.of("predictions", new Config(List.of(entries)))).value("predictions", LIMIT);
    }

    @Test
    void aSettingOfATopicIsRead() {
        assertThat(limit(new ConfigEntry("retention.ms", "1000"), new ConfigEntry(LIMIT, "1048588")))
                .isEqualTo("1048588");
    }

    /** Managed brokers leave settings out, give no value for them, or refuse to describe the topic. */
    @Test
    void aSettingThatTheBrokerHidesIsUnknown() {
        assertThat(limit()).isNull();
        assertThat(limit(new ConfigEntry(LIMIT, null))).isNull();
        assertThat(settings(Map.of()).value("predictions", LIMIT)).isNull();
    }
}
