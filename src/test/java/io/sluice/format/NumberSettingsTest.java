package io.sluice.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;

class NumberSettingsTest {
    @Test
    void onlyKeysWithThePrefixAreRead() {
        assertThat(NumberSettings.of("scoring.", Map.of("scoring.false.alerts", " 1.5 ", "name", "pump")))
                .isEqualTo(Map.of("false.alerts", 1.5));
    }

    @Test
    void aValueThatIsNoFiniteNumberIsNamed() {
        for (String value : new String[] {"many", "", "NaN", "Infinity"}) {
            assertThatThrownBy(() -> NumberSettings.of("scoring.", Map.of("scoring.open", value)))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("scoring.open")
                    .hasMessageContaining("it must be a number");
        }
    }
}
