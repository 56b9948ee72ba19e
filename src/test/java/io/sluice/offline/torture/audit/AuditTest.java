package io.sluice.offline.torture.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

final class AuditTest {
    private static final Output FIRST = prediction("a", 1, "0.5", 7);
    private static final Output SECOND = prediction("a", 2, "0.25", 7);
    private static final Output OTHER = prediction("b", 3, "0.125", 7);
    private static final List<Output> EXPECTED = List.of(FIRST, SECOND, OTHER);
    private static final Map<ByteBuffer, ByteBuffer> STATES = Map.of(bytes("a"), bytes("s1"), bytes("b"), bytes("s2"));

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(UTF_8));
    }

    private static ConsumerRecord<byte[], byte[]> record(
            String topic, String key, String value, RecordHeaders headers, long timestamp) {
        return new ConsumerRecord<>(
                topic,
                0,
                0,
                timestamp,
                TimestampType.CREATE_TIME,
                0,
                0,
                key.getBytes(UTF_8),
                value.getBytes(UTF_8),
                headers,
                Optional.empty());
    }

    private static Output prediction(String key, int offset, String score, long timestamp) {
        return Output.prediction(record("p", key, json(offset, score), new RecordHeaders(), timestamp));
    }

    private static String json(int offset, String score) {
        return "{\"source\":{\"topic\":\"t\",\"partition\":0,\"offset\":" + offset + "},\"score\":" + score + "}";
    }

    private static Findings audit(Output... found) {
        return Audit.of(new Written(EXPECTED, STATES), new Written(List.of(found), STATES), UnaryOperator.identity());
    }

    private static Findings audit(Map<ByteBuffer, ByteBuffer> states) {
        return Audit.of(new Written(EXPECTED, STATES), new Written(EXPECTED, states), UnaryOperator.identity());
    }

    @Test
    void whatIsEqualIsClean() {
        assertThat(audit(FIRST, SECOND, OTHER)).isEqualTo(new Findings(3, 0, 0, 0, 0, List.of()));
    }

    @Test
    void theOrderOfDifferentKeysIsFree() {
        assertThat(audit(OTHER, FIRST, SECOND).isClean()).isTrue();
    }

    @Test
    void aLostPredictionCounts() {
        Findings findings = audit(FIRST, OTHER);
        assertThat(findings.lost()).isEqualTo(1);
        assertThat(findings.isClean()).isFalse();
        assertThat(findings.examples()).containsExactly("lost prediction of t-0@2");
    }

    @Test
    void aDoubledPredictionCounts() {
        Findings findings = audit(FIRST, SECOND, OTHER, FIRST);
        assertThat(findings.doubled()).isEqualTo(1);
        assertThat(findings.outOfOrder()).isZero();
        assertThat(findings.isClean()).isFalse();
    }

    @Test
    void swappedPredictionsOfAKeyCount() {
        Findings findings = audit(SECOND, FIRST, OTHER);
        assertThat(findings.outOfOrder()).isEqualTo(1);
        assertThat(findings.isClean()).isFalse();
    }

    @Test
    void aPredictionWithOneOtherDigitCounts() {
        Findings findings = audit(FIRST, prediction("a", 2, "0.26", 7), OTHER);
        assertThat(findings.wrongBits()).isEqualTo(1);
        assertThat(findings.lost()).isZero();
        assertThat(findings.isClean()).isFalse();
    }

    @Test
    void aPredictionWithAnotherKeyTimestampOrHeaderCounts() {
        RecordHeaders headers = new RecordHeaders();
        headers.add("trace", new byte[] {1});
        assertThat(audit(FIRST, SECOND, prediction("c", 3, "0.125", 7)).wrongBits())
                .isEqualTo(1);
        assertThat(audit(FIRST, SECOND, prediction("b", 3, "0.125", 8)).wrongBits())
                .isEqualTo(1);
        assertThat(audit(FIRST, SECOND, Output.prediction(record("p", "b", json(3, "0.125"), headers, 7)))
                        .wrongBits())
                .isEqualTo(1);
    }

    @Test
    void anOutputThatTheOracleDoesNotKnowCounts() {
        assertThat(audit(FIRST, SECOND, OTHER, prediction("a", 4, "1", 7)).wrongBits())
                .isEqualTo(1);
    }

    @Test
    void aWrongStateCounts() {
        assertThat(audit(Map.of(bytes("a"), bytes("s1"), bytes("b"), bytes("s3")))
                        .wrongBits())
                .isEqualTo(1);
    }

    @Test
    void aMissingStateCounts() {
        assertThat(audit(Map.of(bytes("a"), bytes("s1"))).wrongBits()).isEqualTo(1);
    }

    @Test
    void aStateOfADeletedKeyCounts() {
        assertThat(audit(Map.of(bytes("a"), bytes("s1"), bytes("b"), bytes("s2"), bytes("c"), bytes("s4")))
                        .wrongBits())
                .isEqualTo(1);
    }

    @Test
    void aLostOrDoubledDeadLetterCounts() {
        RecordHeaders source = new RecordHeaders();
        source.add("sluice.source.topic", "t".getBytes(UTF_8));
        source.add("sluice.source.partition", "0".getBytes(UTF_8));
        source.add("sluice.source.offset", "9".getBytes(UTF_8));
        Output letter = Output.deadLetter(record("d", "a", "{", source, 7));
        Written expected = new Written(List.of(letter), Map.of());
        assertThat(Audit.of(expected, new Written(List.of(), Map.of()), UnaryOperator.identity())
                        .lost())
                .isEqualTo(1);
        assertThat(Audit.of(expected, new Written(List.of(letter, letter), Map.of()), UnaryOperator.identity())
                        .doubled())
                .isEqualTo(1);
        assertThat(letter.id()).isEqualTo("dead letter of t-0@9");
    }

    @Test
    void alertsOfOneStepDifferByKindAndPhase() {
        Output opened = alert("opened");
        Output closed = alert("closed");
        Written expected = new Written(List.of(opened, closed), Map.of());
        assertThat(Audit.of(expected, new Written(List.of(closed, opened), Map.of()), UnaryOperator.identity()))
                .isEqualTo(new Findings(2, 0, 0, 1, 0, List.of("out of order: " + opened.id())));
    }

    private static Output alert(String phase) {
        String json = "{\"step\":4,\"incident\":{\"kind\":\"anomaly\",\"phase\":\"" + phase + "\"}}";
        return Output.alert(record("a", "a", json, new RecordHeaders(), 7));
    }
}
