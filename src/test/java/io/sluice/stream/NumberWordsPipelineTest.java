package io.sluice.stream;

import static io.sluice.stream.PipelineDriver.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.engine.ServingModel;
import io.sluice.runtime.LoadedBundle;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;

/** The textbook's example as it ships, run by the pipeline one word an event. */
class NumberWordsPipelineTest {
    /** What the bundle's first golden key says, whose outputs training recorded by the sequence form, in one call. */
    private static final List<String> WORDS = List.of(
            "seven two again before first nine zero four again five first six before three one eight before two two"
                    .split(" ", -1));

    private static final List<Integer> DIGITS = List.of(7, 2, 2, 2, 7, 9, 0, 4, 4, 5, 7, 6, 7, 3, 1, 8, 1, 2, 2);

    @Test
    void theProbabilitiesAreThoseOfOneOfflineCall() throws IOException {
        LoadedBundle bundle = LoadedBundle.open(Path.of("models/number-words"), "cpu");
        List<JsonNode> predictions = predict(bundle);
        List<List<Float>> offline = bundle.bundle().golden().keys().get(0).y();
        List<Integer> labels = new ArrayList<>();
        for (int i = 0; i < WORDS.size(); i++) {
            JsonNode classification = predictions.get(i).get("classification");
            List<Double> expected = softmax(offline.get(i).subList(0, 10));
            for (int digit = 0; digit < 10; digit++) {
                assertThat(classification
                                .get("probabilities")
                                .get(Integer.toString(digit))
                                .asDouble())
                        .isCloseTo(expected.get(digit), within(1e-5));
            }
            labels.add(classification.get("label").asInt());
        }
        assertThat(labels).isEqualTo(DIGITS);
    }

    private static List<JsonNode> predict(LoadedBundle bundle) throws IOException {
        ServingModel spec = ServingModel.of(bundle.bundle(), bundle.tokenizer());
        List<PipelineDriver.Input> events = new ArrayList<>();
        for (int i = 0; i < WORDS.size(); i++) {
            events.add(event("ada", i, "{\"text\":\"" + WORDS.get(i) + "\"}"));
        }
        try (PipelineDriver driver = new PipelineDriver(spec, () -> bundle.newStepModel(64), Map.of())) {
            driver.poll(events);
            List<JsonNode> predictions = new ArrayList<>();
            for (TestRecord<byte[], byte[]> record : driver.predictions()) {
                predictions.add(new ObjectMapper().readTree(record.value()));
            }
            return predictions;
        }
    }

    private static List<Double> softmax(List<Float> logits) {
        double sum = logits.stream().mapToDouble(Math::exp).sum();
        return logits.stream().map(logit -> Math.exp(logit) / sum).toList();
    }
}
