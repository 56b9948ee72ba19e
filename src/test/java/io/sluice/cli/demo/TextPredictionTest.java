package io.sluice.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.cli.demo.TextPrediction.Label;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class TextPredictionTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void theSamplePredictionIsParsed() throws IOException {
        String sample = Files.readAllLines(Path.of("topics/predictions.sample.jsonl")).stream()
                .filter(line -> line.contains("classification"))
                .findFirst()
                .orElseThrow();

        assertThat(read(sample))
                .isEqualTo(
                        new TextPrediction(new Label("negative", 0.5565071), true, new Label("negative", 0.5840324)));
    }

    @Test
    void textAndAuthorHaveSeparateLabels() throws JsonProcessingException {
        assertThat(read(
                        "{\"classification\":{\"label\":\"a\",\"probabilities\":{\"a\":0.55,\"b\":0.45},\"unsure\":true,"
                                + "\"running\":{\"label\":\"b\",\"probabilities\":{\"a\":0.1,\"b\":0.9}}}}"))
                .isEqualTo(new TextPrediction(new Label("a", 0.55), true, new Label("b", 0.9)));
    }

    @Test
    void aPredictionWithoutClassificationIsAnError() {
        assertThatThrownBy(() -> read("{}")).hasMessageContaining("classification");
    }

    private static TextPrediction read(String prediction) throws JsonProcessingException {
        return TextPrediction.parse(JSON.readTree(prediction));
    }
}
