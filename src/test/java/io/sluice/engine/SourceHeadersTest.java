package io.sluice.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.event.DeadLetterReason;
import io.sluice.event.Malformed;
import io.sluice.event.Origin;
import io.sluice.format.EventFormat;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SourceHeadersTest {
    private static final Malformed NOT_JSON = new Malformed(DeadLetterReason.NOT_JSON, "x".repeat(600));

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static InputRecord record(String key, Headers headers) {
        return new InputRecord(
                new TopicPartition("events", 3), 42, 1000, key == null ? null : bytes(key), bytes("value"), headers);
    }

    private static Headers users() {
        return new RecordHeaders()
                .add("traceparent", bytes("trace"))
                .add("tracestate", bytes("state"))
                .add("tenant", bytes("a"))
                .add("ce_id", bytes("17"))
                .add("sluice-reset", bytes("true"))
                .add("sluice-redriven", bytes("1"))
                .add("sluice.source.topic", bytes("a lie"));
    }

    private static Map<String, String> texts(Headers headers) {
        Map<String, String> texts = new TreeMap<>();
        headers.forEach(
                header -> assertThat(texts.put(header.key(), new String(header.value(), StandardCharsets.UTF_8)))
                        .as("one header %s", header.key())
                        .isNull());
        return texts;
    }

    @ParameterizedTest
    @CsvSource({"true,true", "TRUE,true", "false,false", "1,false", "'',false"})
    void aResetIsAskedForByTheWordTrue(String value, boolean asks) {
        assertThat(SourceHeaders.asksForReset(new RecordHeaders().add("sluice-reset", bytes(value))))
                .isEqualTo(asks);
    }

    @Test
    void noResetIsAskedForWithoutAHeaderOrAValue() {
        assertThat(SourceHeaders.asksForReset(new RecordHeaders())).isFalse();
        assertThat(SourceHeaders.asksForReset(new RecordHeaders().add("sluice-reset", null)))
                .isFalse();
    }

    @Test
    void theOriginOfARecordIsItsOwnPlaceWhateverItsHeadersSay() {
        InputRecord record = record("k", users());
        assertThat(SourceHeaders.origin(record, false)).isEqualTo(new Origin("events", 3, 42));
        assertThat(SourceHeaders.sourceKey(record, false)).isEqualTo(bytes("k"));
        assertThat(SourceHeaders.original(record, false)).isSameAs(record);
    }

    @Test
    void aRepartitionedRecordKeepsItsOriginAndItsKey() {
        Headers headers = SourceHeaders.repartitioned(record("k", users()));
        InputRecord repartitioned =
                new InputRecord(new TopicPartition("repartition", 0), 7, 1000, bytes("other"), bytes("value"), headers);
        assertThat(SourceHeaders.origin(repartitioned, true)).isEqualTo(new Origin("events", 3, 42));
        assertThat(SourceHeaders.sourceKey(repartitioned, true)).isEqualTo(bytes("k"));
        InputRecord original = SourceHeaders.original(repartitioned, true);
        assertThat(original.partition()).isEqualTo(new TopicPartition("events", 3));
        assertThat(original.offset()).isEqualTo(42);
        assertThat(original.key()).isEqualTo(bytes("k"));
        assertThat(original.value()).isEqualTo(bytes("value"));
        assertThat(original.timestamp()).isEqualTo(1000);
        assertThat(texts(headers)).containsEntry("tenant", "a").containsEntry("sluice-reset", "true");
    }

    @Test
    void aRepartitionedRecordWithoutAKeyHadNone() {
        Headers headers = SourceHeaders.repartitioned(record(null, new RecordHeaders()));
        InputRecord repartitioned =
                new InputRecord(new TopicPartition("repartition", 0), 7, 0, bytes("other"), null, headers);
        assertThat(SourceHeaders.sourceKey(repartitioned, true)).isNull();
    }

    @Test
    void aDeadLetterHasItsReasonItsPlaceAndTheUsersHeaders() {
        Map<String, String> headers = texts(SourceHeaders.rejected(record("k", users()), NOT_JSON, false));
        assertThat(headers)
                .containsEntry("sluice.reason", "not-json")
                .containsEntry("sluice.detail", "x".repeat(500))
                .containsEntry("sluice.source.topic", "events")
                .containsEntry("sluice.source.partition", "3")
                .containsEntry("sluice.source.offset", "42")
                .containsEntry("tenant", "a")
                .containsEntry("sluice-reset", "true")
                .containsEntry("sluice-redriven", "1");
    }

    @Test
    void aDeadLetterOfARepartitionedRecordHasThePlaceInTheInputTopic() {
        Headers headers = SourceHeaders.repartitioned(record("k", new RecordHeaders()));
        InputRecord repartitioned =
                new InputRecord(new TopicPartition("repartition", 0), 7, 0, bytes("other"), null, headers);
        assertThat(texts(SourceHeaders.rejected(repartitioned, NOT_JSON, true)))
                .containsEntry("sluice.source.topic", "events")
                .containsEntry("sluice.source.offset", "42")
                .doesNotContainKey("sluice.source.key");
    }

    @Test
    void aPredictionHasTheUsersHeadersAlone() {
        assertThat(texts(SourceHeaders.predicted(record("k", users()), EventFormat.JSON))
                        .keySet())
                .containsExactlyInAnyOrder("traceparent", "tracestate", "tenant", "ce_id");
        assertThat(texts(SourceHeaders.predicted(record("k", users()), EventFormat.CLOUDEVENTS))
                        .keySet())
                .containsExactlyInAnyOrder("traceparent", "tracestate", "tenant");
    }

    @Test
    void anAlertHasTheTraceAlone() {
        assertThat(texts(SourceHeaders.traced(users())).keySet())
                .containsExactlyInAnyOrder("traceparent", "tracestate");
    }

    @Test
    void aCutRecordTellsTheSizeOfItsValueBesidesWhatSluiceWrote() {
        Headers own = SourceHeaders.ownAlone(SourceHeaders.rejected(record("k", users()), NOT_JSON, false));
        Map<String, String> headers = texts(SourceHeaders.truncated(own, 1234));
        assertThat(headers.keySet()).allMatch(name -> name.startsWith("sluice."));
        assertThat(headers).containsEntry("sluice.truncated", "1234").containsEntry("sluice.reason", "not-json");
        assertThat(Arrays.stream(own.toArray())).hasSize(headers.size());
    }
}
