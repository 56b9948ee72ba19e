package io.sluice.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.junit.jupiter.api.Test;

class PreflightTest {
    private static Config settings(String name, String value) {
        return new Config(List.of(new ConfigEntry("retention.ms", "1000"), new ConfigEntry(name, value)));
    }

    @Test
    void theLimitOfATopicIsRead() {
        assertThat(Preflight.maxMessageBytes(settings("max.message.bytes", "1048588")))
                .hasValue(1_048_588);
    }

    /** Managed brokers leave settings out, give no value for them, or refuse to describe the topic. */
    @Test
    void aLimitThatTheBrokerHidesIsUnknown() {
        assertThat(Preflight.maxMessageBytes(null)).isEmpty();
        assertThat(Preflight.maxMessageBytes(new Config(List.of()))).isEmpty();
        assertThat(Preflight.maxMessageBytes(settings("max.message.bytes", null)))
                .isEmpty();
    }
}
