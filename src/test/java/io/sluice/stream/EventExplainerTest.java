package io.sluice.stream;

import static io.sluice.stream.PipelineDriver.event;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.engine.ServingModel;
import io.sluice.event.TextEvent;
import io.sluice.format.EventFormat;
import io.sluice.live.EventExplainer;
import io.sluice.live.EventExplainer.Without;
import io.sluice.live.LiveView;
import io.sluice.live.StartedEvent;
import io.sluice.live.WhatIf;
import io.sluice.runtime.LoadedBundle;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;

/** What the shipped models of texts and items say without a word, or without a past item. */
class EventExplainerTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final LiveView view = new LiveView(16 << 20, EventFormat.JSON, System::currentTimeMillis);

    private record Explained(List<Without> without, JsonNode last) {}

    private interface Question {
        List<Without> ask(EventExplainer explainer);
    }

    /** Sends events of one key through the pipeline, and then asks. */
    private Explained explained(String model, List<String> events, Question question) throws IOException {
        LoadedBundle bundle = LoadedBundle.open(Path.of("models", model), "cpu");
        ServingModel serving = ServingModel.of(bundle.bundle(), bundle.tokenizer());
        try (PipelineDriver driver = new PipelineDriver(serving, () -> bundle.newStepModel(8), Map.of(), view);
                WhatIf whatIf = new WhatIf(
                        serving, PipelineDriver.config(Map.of()).engineSettings(), () -> bundle.newStepModel(512))) {
            for (int i = 0; i < events.size(); i++) {
                driver.process(event("key", 1000L * i, events.get(i)));
            }
            List<TestRecord<byte[], byte[]>> sent = driver.predictions();
            return new Explained(
                    question.ask(new EventExplainer(whatIf, EventFormat.JSON)),
                    JSON.readTree(sent.get(sent.size() - 1).value()));
        }
    }

    @Test
    void eachWordIsLeftOutOnce() throws IOException {
        Explained explained = explained(
                "sentiment", List.of("{\"text\":\"fine\"}", "{\"text\":\"this  was a terrible day\"}"), explainer -> {
                    StartedEvent last = view.started("key").get(1);
                    return explainer.withoutWords(last, (TextEvent) last.event().event());
                });
        assertThat(explained.without).extracting(Without::part).containsExactly("this", "was", "a", "terrible", "day");
        assertThat(explained.last.at("/classification/label").asText()).isEqualTo("negative");
        double with =
                explained.last.at("/classification/probabilities/negative").asDouble();
        assertThat(negative(explained.without.get(3))).isLessThan(with - 0.1);
        for (int place : List.of(0, 1, 2, 4)) {
            assertThat(negative(explained.without.get(place))).isGreaterThan(negative(explained.without.get(3)));
        }
    }

    private static double negative(Without without) throws IOException {
        return JSON.readTree(without.prediction())
                .at("/classification/probabilities/negative")
                .asDouble();
    }

    @Test
    void aTextOfOneWordHasNothingLeft() throws IOException {
        Explained explained = explained("sentiment", List.of("{\"text\":\"terrible\"}"), explainer -> {
            StartedEvent last = view.started("key").get(0);
            return explainer.withoutWords(last, (TextEvent) last.event().event());
        });
        assertThat(explained.without).singleElement().satisfies(one -> assertThat(one.prediction())
                .isNull());
    }

    @Test
    void eachPastItemIsLeftOutOnce() throws IOException {
        List<String> clicked = List.of("bag-birch-5", "charger-birch-5", "bag-birch-5", "light-birch-5");
        List<String> events = new ArrayList<>();
        clicked.forEach(item -> events.add("{\"item\":\"" + item + "\"}"));
        Explained explained = explained("next-item", events, explainer -> explainer.withoutItems(view.started("key")));
        assertThat(explained.without).extracting(Without::part).containsExactlyElementsOf(clicked);
        Explained shorter = new EventExplainerTest()
                .explained("next-item", List.of(events.get(0), events.get(1), events.get(3)), explainer -> List.of());
        assertThat(JSON.readTree(explained.without.get(2).prediction()).get("ranking"))
                .isNotEqualTo(explained.last.get("ranking"))
                .isEqualTo(shorter.last.get("ranking"));
    }
}
