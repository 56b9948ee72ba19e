package io.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.config.SluiceConfig;
import io.sluice.event.DeadLetterReason;
import io.sluice.event.Malformed;
import io.sluice.state.KeyState;
import io.sluice.stream.TestModels;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class OfflineScoringTest {
    private static final ServingModel MODEL = TestModels.spec("value");

    private final List<String> heard = new ArrayList<>();
    private final List<byte[]> predictions = new ArrayList<>();
    private long offset;

    /** Hears of outcomes as words: the key, and what became of the record. */
    private final OfflineScoring.Listener listener = new OfflineScoring.Listener() {
        @Override
        public void predicted(ConsumerRecord<byte[], byte[]> record, byte[] prediction) {
            heard.add(text(record.key()) + " predicted");
            predictions.add(prediction);
        }

        @Override
        public void rejected(ConsumerRecord<byte[], byte[]> record, Malformed malformed) {
            heard.add(text(record.key()) + " " + malformed.reason().code());
        }

        @Override
        public void deleted(ConsumerRecord<byte[], byte[]> record) {
            heard.add(text(record.key()) + " deleted");
        }

        @Override
        public void alerted(ConsumerRecord<byte[], byte[]> record, byte[] alert) {
            heard.add(text(record.key()) + " alerted");
        }
    };

    private static OfflineScoring scoring() {
        return new OfflineScoring(MODEL, TestModels.model(MODEL), EngineSettings.DEFAULTS);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private ConsumerRecord<byte[], byte[]> record(String key, @Nullable String value) {
        byte[] bytes = value == null ? null : bytes(value);
        return new ConsumerRecord<>(
                "file",
                0,
                offset++,
                1000 * offset,
                TimestampType.CREATE_TIME,
                key.length(),
                bytes == null ? -1 : bytes.length,
                bytes(key),
                bytes,
                new RecordHeaders(),
                Optional.empty());
    }

    private ConsumerRecord<byte[], byte[]> reading(String key, double value) {
        return record(key, "{\"value\":" + value + "}");
    }

    @Test
    void eachRecordHasItsOutcomeInTheOrderOfTheRecords() {
        try (OfflineScoring scoring = scoring()) {
            scoring.poll(
                    List.of(
                            reading("a", 1),
                            record("a", "nonsense"),
                            reading("b", 2),
                            record("a", null),
                            reading("a", 3)),
                    listener);
            assertThat(heard).containsExactly("a predicted", "a not-json", "b predicted", "a deleted", "a predicted");
            assertThat(scoring.state(bytes("a")).steps()).isEqualTo(1);
            assertThat(scoring.state(bytes("b")).steps()).isEqualTo(1);
        }
    }

    @Test
    void aPollContinuesTheStatesOfTheOneBefore() {
        try (OfflineScoring at = scoring();
                OfflineScoring once = scoring()) {
            List<ConsumerRecord<byte[], byte[]>> records = List.of(reading("a", 1), reading("a", 2), reading("a", 3));
            records.forEach(record -> at.poll(List.of(record), listener));
            List<byte[]> oneByOne = List.copyOf(predictions);
            predictions.clear();
            once.poll(records, listener);
            assertThat(predictions).containsExactlyElementsOf(oneByOne);
            assertThat(once.state(bytes("a")).bytes())
                    .isEqualTo(at.state(bytes("a")).bytes());
            assertThat(at.state(bytes("a")).steps()).isEqualTo(3);
            assertThat(at.state(bytes("a")).streamTime()).isEqualTo(3000);
        }
    }

    @Test
    void aStateThatIsRememberedIsContinued() {
        try (OfflineScoring first = scoring();
                OfflineScoring second = scoring()) {
            first.poll(List.of(reading("a", 1)), listener);
            KeyState state = first.state(bytes("a"));
            second.remember(bytes("a"), state);
            second.poll(List.of(reading("a", 2)), listener);
            assertThat(second.state(bytes("a")).steps()).isEqualTo(2);
        }
    }

    @Test
    void aForgottenKeyBeginsAgain() {
        try (OfflineScoring scoring = scoring()) {
            scoring.poll(List.of(reading("a", 1), reading("a", 2)), listener);
            scoring.forget(bytes("a"));
            assertThatThrownBy(() -> scoring.state(bytes("a")))
                    .isInstanceOf(NullPointerException.class)
                    .hasMessage("the key has no state");
            scoring.poll(List.of(reading("a", 1)), listener);
            assertThat(scoring.state(bytes("a")).steps()).isEqualTo(1);
        }
    }

    @Test
    void settingsThatExpireKeysAreRefused() {
        EngineSettings expiring = new SluiceConfig(Map.of(
                        "application.id",
                        "expiring",
                        "bootstrap.servers",
                        "unused:1",
                        SluiceConfig.MODEL,
                        "unused",
                        SluiceConfig.INPUT_TOPIC,
                        "in",
                        SluiceConfig.OUTPUT_TOPIC,
                        "out",
                        SluiceConfig.STATE_TTL,
                        "1"))
                .engineSettings();
        assertThatThrownBy(() -> new OfflineScoring(MODEL, TestModels.model(MODEL), expiring))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expires no keys");
    }

    @Test
    void aRecordThatIsTooLargeIsRejected() {
        try (OfflineScoring scoring =
                new OfflineScoring(MODEL, TestModels.model(MODEL), EngineSettings.DEFAULTS.withMaxRecordBytes(300))) {
            scoring.poll(List.of(reading("a", 1)), listener);
            assertThat(heard).containsExactly("a " + DeadLetterReason.PREDICTION_TOO_LARGE.code());
        }
    }
}
