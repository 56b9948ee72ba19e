package io.sluice.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SensorPredictionTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void aPredictionIsParsedFromJson() throws JsonProcessingException {
        assertThat(
                        read(
                                "{\"anomaly\":{\"score\":0.98,\"incident\":{\"phase\":\"opened\",\"peak\":0.99},\"expected\":{\"value\":80.5},\"contributions\":{\"value\":1}}}"))
                .isEqualTo(new SensorPrediction(0.98, Map.of("value", 80.5), Map.of("value", 1.0), true, 0.99));
    }

    @Test
    void theScoreThatOpenedAnIncidentIsShownWhereItOpens() {
        assertThat(new SensorPrediction(0.2, Map.of(), Map.of("value", 1.0), true, 0.7).shownScore())
                .isEqualTo(0.7);
        assertThat(new SensorPrediction(0.2, Map.of(), Map.of("value", 1.0), false, 0.7).shownScore())
                .isEqualTo(0.2);
    }

    @Test
    void anOngoingIncidentIsNotOpened() throws JsonProcessingException {
        assertThat(
                        read("{\"anomaly\":{\"score\":0.9,\"incident\":{\"phase\":\"ongoing\"},\"expected\":{},\"contributions\":{\"value\":0}}}")
                                .opened())
                .isFalse();
    }

    @Test
    void aNullForecastIsAbsent() throws JsonProcessingException {
        SensorPrediction prediction = read(
                "{\"anomaly\":{\"score\":0,\"incident\":null,\"expected\":{\"value\":null},\"contributions\":{\"value\":0}}}");

        assertThat(prediction.expected()).isEmpty();
        assertThat(prediction.opened()).isFalse();
    }

    @Test
    void theMainChannelHasTheLargestShare() throws JsonProcessingException {
        SensorPrediction prediction = read("{\"anomaly\":{\"score\":0,\"incident\":null,\"expected\":{},"
                + "\"contributions\":{\"flow\":0.2,\"speed\":0.5,\"power\":0.3}}}");

        assertThat(prediction.mainChannel()).isEqualTo("speed");
        assertThat(prediction.hasSeveralChannels()).isTrue();
    }

    @Test
    void aPredictionWithoutAnomalyIsAnError() {
        assertThatThrownBy(() -> read("{}")).hasMessageContaining("anomaly");
        assertThatThrownBy(() -> read("{\"anomaly\":{}}")).hasMessageContaining("score");
    }

    private static SensorPrediction read(String prediction) throws JsonProcessingException {
        return SensorPrediction.parse(JSON.readTree(prediction));
    }
}
