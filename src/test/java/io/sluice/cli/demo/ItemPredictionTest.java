package io.sluice.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.cli.demo.ItemPrediction.Ranked;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ItemPredictionTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void theSamplePredictionIsParsed() throws IOException {
        String sample = Files.readAllLines(Path.of("topics/predictions.sample.jsonl")).stream()
                .filter(line -> line.contains("ranking"))
                .findFirst()
                .orElseThrow();

        assertThat(ItemPrediction.parse(JSON.readTree(sample)).ranking())
                .containsExactly(new Ranked("kettle-alder-3", 0.31), new Ranked("teapot-alder-3", 0.12));
    }

    @Test
    void aPredictionWithoutARankingIsAnError() {
        assertThatThrownBy(() -> ItemPrediction.parse(JSON.readTree("{}"))).hasMessageContaining("ranking");
    }
}
