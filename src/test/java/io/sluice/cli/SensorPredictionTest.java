package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SensorPredictionTest {
    private static final String HEAD =
            "{\"key\":\"pump-01\",\"timestamp\":\"2026-03-01T12:00:00.000Z\",\"step\":7,\"anomaly\":";

    @Test
    void aPredictionIsReadFromItsJson() {
        assertThat(parse("{\"score\":0.98,\"surprise\":4.5,\"alert\":true,\"incident\":{\"phase\":\"opened\"},"
                        + "\"expected\":{\"value\":80.5}}}"))
                .isEqualTo(new SensorPrediction(
                        "pump-01", Instant.parse("2026-03-01T12:00:00Z"), 7, 0.98, 80.5, true, true));
    }

    @Test
    void anIncidentThatGoesOnIsNotOpenedAgain() {
        assertThat(parse("{\"score\":0.9,\"alert\":true,\"incident\":{\"phase\":\"ongoing\"},\"expected\":{}}}")
                        .opened())
                .isFalse();
    }

    @Test
    void aForecastThatIsNullIsNotANumber() {
        SensorPrediction first =
                parse("{\"score\":0,\"alert\":false,\"incident\":null,\"expected\":{\"value\":null}}}");

        assertThat(first.expected()).isNaN();
        assertThat(first.opened()).isFalse();
    }

    @Test
    void aPredictionWithoutAnomalyIsRefused() {
        assertThatThrownBy(() -> parse("{}}")).hasMessageContaining("score");
    }

    private static SensorPrediction parse(String anomaly) {
        return SensorPrediction.parse((HEAD + anomaly).getBytes(StandardCharsets.UTF_8));
    }
}
