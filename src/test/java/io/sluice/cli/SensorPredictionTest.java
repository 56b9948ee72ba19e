package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class SensorPredictionTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void aPredictionIsReadFromItsJson() throws JsonProcessingException {
        assertThat(
                        read(
                                "{\"anomaly\":{\"score\":0.98,\"incident\":{\"phase\":\"opened\"},\"expected\":{\"value\":80.5}}}"))
                .isEqualTo(new SensorPrediction(0.98, 80.5, true));
    }

    @Test
    void anIncidentThatGoesOnIsNotOpenedAgain() throws JsonProcessingException {
        assertThat(read("{\"anomaly\":{\"score\":0.9,\"incident\":{\"phase\":\"ongoing\"},\"expected\":{}}}")
                        .opened())
                .isFalse();
    }

    @Test
    void aForecastThatIsNullIsNotANumber() throws JsonProcessingException {
        SensorPrediction first = read("{\"anomaly\":{\"score\":0,\"incident\":null,\"expected\":{\"value\":null}}}");

        assertThat(first.expected()).isNaN();
        assertThat(first.opened()).isFalse();
    }

    @Test
    void aPredictionWithoutAnomalyIsRefused() {
        assertThatThrownBy(() -> read("{}")).hasMessageContaining("anomaly");
        assertThatThrownBy(() -> read("{\"anomaly\":{}}")).hasMessageContaining("score");
    }

    private static SensorPrediction read(String prediction) throws JsonProcessingException {
        return SensorPrediction.of(JSON.readTree(prediction));
    }
}
