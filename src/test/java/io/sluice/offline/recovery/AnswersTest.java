package io.sluice.offline.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class AnswersTest {
    private final Answers answers =
            new Answers(Map.of(1, Answers.comparable(prediction(1, 2, 5)), 2, Answers.comparable(prediction(2, 2, 6))));

    private static byte[] prediction(int key, int step, int offset) {
        String json = "{\"key\":\"key-" + key + "\",\"step\":" + step + ",\"source\":{\"offset\":" + offset + "}}";
        return json.getBytes(StandardCharsets.UTF_8);
    }

    private void take(int key, int step, double seconds) {
        answers.take(KeyedReadings.key(key), prediction(key, step, 100), seconds);
    }

    @Test
    void theFirstAndTheLastPredictionAreTimed() {
        take(2, 2, 3.5);
        assertThat(answers.isComplete()).isFalse();
        assertThat(answers.missing()).isEqualTo(1);
        take(1, 2, 4.5);
        assertThat(answers.isComplete()).isTrue();
        assertThat(answers.first()).isEqualTo(3.5);
        assertThat(answers.last()).isEqualTo(4.5);
    }

    @Test
    void thePlaceOfAnEventDoesNotMatter() {
        take(1, 2, 1);
        assertThat(answers.faults()).isEmpty();
    }

    @Test
    void aPredictionThatBeginsAnewIsALostState() {
        take(1, 1, 1);
        assertThat(answers.faults())
                .singleElement()
                .asString()
                .isEqualTo("the state of key-1 is lost or wrong:"
                        + " its prediction of step 1 is not that of offline scoring, of step 2");
    }

    @Test
    void aSecondPredictionIsOneTooMany() {
        take(1, 2, 1);
        take(1, 2, 2);
        assertThat(answers.faults()).singleElement().asString().isEqualTo("key-1 has a prediction too many, of step 2");
        assertThat(answers.last()).isEqualTo(1);
    }
}
