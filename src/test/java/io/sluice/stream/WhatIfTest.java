package io.sluice.stream;

import static io.sluice.stream.PipelineDriver.bytes;
import static io.sluice.stream.PipelineDriver.event;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.engine.ServingModel;
import io.sluice.event.DeadLetterReason;
import io.sluice.format.EventFormat;
import io.sluice.live.EventExplainer;
import io.sluice.live.LiveEvent;
import io.sluice.live.LiveView;
import io.sluice.live.StartedEvent;
import io.sluice.live.WhatIf;
import io.sluice.live.WhatIf.Answer;
import io.sluice.live.WhatIf.Question;
import io.sluice.model.Manifest;
import io.sluice.state.KeyState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The answers to "what if" are those of the pipeline, bit for bit. */
class WhatIfTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> KEYS = List.of("a", "b", "c");

    private final LiveView view = new LiveView(16 << 20, EventFormat.JSON, System::currentTimeMillis);
    private final Random random = new Random(7);

    private record Reading(String key, long time, String json) {
        PipelineDriver.Input input() {
            return event(key, time, json);
        }

        Question question() {
            return new Question(bytes(json), time);
        }
    }

    private List<Reading> readings(int count, long from) {
        List<Reading> readings = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String value = random.nextInt(20) == 0 ? "null" : Double.toString(random.nextGaussian() * 3);
            readings.add(new Reading(
                    KEYS.get(random.nextInt(KEYS.size())),
                    from + 1000L * i,
                    "{\"value\":" + value + ",\"other\":" + random.nextInt(9) + "}"));
        }
        return readings;
    }

    private PipelineDriver driver(ServingModel spec) {
        return new PipelineDriver(spec, () -> TestModels.model(spec), Map.of("sluice.output.explain", "all"), view);
    }

    private static WhatIf whatIf(ServingModel spec) {
        return new WhatIf(spec, PipelineDriver.config(Map.of()).engineSettings(), () -> TestModels.model(spec));
    }

    private static ServingModel spec(Manifest.ScorerKind scorer) {
        return TestModels.spec(scorer, Map.of(), "value", "other");
    }

    @ParameterizedTest
    @EnumSource
    void aSequenceGetsWhatThePipelineThenPredicts(Manifest.ScorerKind scorer) throws IOException {
        ServingModel spec = spec(scorer);
        try (PipelineDriver driver = driver(spec);
                WhatIf whatIf = whatIf(spec)) {
            driver.poll(readings(400, 0).stream().map(Reading::input).toList());
            driver.predictions();
            List<Reading> next = readings(60, 400_000);
            for (String key : KEYS) {
                List<Reading> ofKey =
                        next.stream().filter(reading -> reading.key.equals(key)).toList();
                List<ObjectNode> answers = ask(whatIf, driver, key, ofKey);
                assertThat(ask(whatIf, driver, key, ofKey)).isEqualTo(answers);
                driver.poll(ofKey.stream().map(Reading::input).toList());
                assertThat(answers)
                        .isEqualTo(driver.predictions().stream()
                                .map(TestRecord::value)
                                .map(WhatIfTest::judgement)
                                .toList());
            }
        }
    }

    private static List<ObjectNode> ask(WhatIf whatIf, PipelineDriver driver, String key, List<Reading> readings) {
        byte[] state = driver.states().get(key);
        byte[] copy = state.clone();
        List<Answer> answers = whatIf.sequence(
                EventFormat.JSON,
                key,
                KeyState.of(state),
                readings.stream().map(Reading::question).toList());
        assertThat(state).isEqualTo(copy);
        return answers.stream().map(WhatIfTest::judgement).toList();
    }

    private static ObjectNode judgement(Answer answer) {
        return judgement(((WhatIf.Predicted) answer).prediction());
    }

    private static ObjectNode judgement(byte[] prediction) {
        try {
            ObjectNode json = (ObjectNode) JSON.readTree(prediction);
            json.remove("source");
            return json;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @EnumSource
    void anEventAskedAgainHasTheSamePrediction(Manifest.ScorerKind scorer) throws IOException {
        ServingModel spec = spec(scorer);
        try (PipelineDriver driver = driver(spec);
                WhatIf whatIf = whatIf(spec)) {
            driver.poll(readings(200, 0).stream().map(Reading::input).toList());
            EventExplainer explainer = new EventExplainer(whatIf, EventFormat.JSON);
            for (String key : KEYS) {
                List<StartedEvent> events = view.started(key);
                assertThat(events).hasSize(10);
                for (StartedEvent event : events) {
                    assertThat(judgement(explainer.again(event)))
                            .isEqualTo(judgement(event.event().prediction()));
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void allEventsThatRunAgainHaveTheSamePredictionAndTheStateBeforeThem(Manifest.ScorerKind scorer) {
        ServingModel spec = spec(scorer);
        try (PipelineDriver driver = driver(spec);
                WhatIf whatIf = whatIf(spec)) {
            driver.poll(readings(200, 0).stream().map(Reading::input).toList());
            Map<String, byte[]> states = driver.states();
            driver.poll(readings(100, 200_000).stream().map(Reading::input).toList());
            EventExplainer explainer = new EventExplainer(whatIf, EventFormat.JSON);
            for (String key : KEYS) {
                List<LiveEvent> events = view.events(key, 1000);
                Map<LiveEvent, WhatIf.Predicted> again = explainer.again(view.stretches(key, 1000));
                assertThat(again.keySet()).containsExactlyInAnyOrderElementsOf(events);
                again.forEach((event, predicted) ->
                        assertThat(named(predicted, key)).isEqualTo(judgement(event.prediction())));
                KeyState between = KeyState.of(states.get(key));
                KeyState before = again.get(events.get((int) between.steps())).before();
                before.appliedAt(between.streamTime()); // other questions have other stream times
                assertThat(before.bytes()).isEqualTo(between.bytes());
                assertThat(again.get(events.get(0)).before()).isNull();
            }
        }
    }

    /** Events run again under other names of their key. */
    private static ObjectNode named(WhatIf.Predicted predicted, String key) {
        return judgement(predicted).put("key", key);
    }

    @ParameterizedTest
    @EnumSource
    void aMalformedEventIsRefusedAndTheOthersAreAnswered(Manifest.ScorerKind scorer) {
        ServingModel spec = spec(scorer);
        try (WhatIf whatIf = whatIf(spec)) {
            List<Answer> answers = whatIf.sequence(
                    EventFormat.JSON,
                    "new",
                    null,
                    List.of(
                            new Question(bytes("{\"value\":1}"), 0),
                            new Question(bytes("{\"value\":\"x\"}"), 1),
                            new Question(bytes("{\"value\":2}"), 2)));
            assertThat(((WhatIf.Refused) answers.get(1)).malformed().reason()).isEqualTo(DeadLetterReason.BAD_CHANNEL);
            assertThat(judgement(answers.get(0)).get("step").asInt()).isEqualTo(1);
            assertThat(judgement(answers.get(2)).get("step").asInt()).isEqualTo(2);
        }
    }
}
