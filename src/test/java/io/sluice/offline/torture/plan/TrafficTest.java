package io.sluice.offline.torture.plan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

final class TrafficTest {
    private static Scenario scenario(long seed, boolean keyInEvent, int inputs) {
        PipelineSetting pipeline =
                new PipelineSetting(Workload.READINGS, "memory", 0, keyInEvent, inputs, PipelineSetting.CLASSIC);
        return new Scenario(1, seed, pipeline, 1, List.of());
    }

    private static List<ProducerRecord<byte[], byte[]>> records(Scenario scenario) {
        Traffic traffic = new Traffic(scenario);
        return IntStream.range(0, 3000)
                .mapToObj(at -> traffic.next(EventChange.NONE, 1000 + at))
                .toList();
    }

    private static List<String> texts(Scenario scenario) {
        return records(scenario).stream()
                .map(record -> record.value() == null ? "deletion" : new String(record.value(), UTF_8))
                .toList();
    }

    @Test
    void oneSeedGivesTheSameEvents() {
        assertThat(texts(scenario(5, false, 1))).isEqualTo(texts(scenario(5, false, 1)));
        assertThat(texts(scenario(5, false, 1))).isNotEqualTo(texts(scenario(6, false, 1)));
    }

    @Test
    void deletionsResetsAndMalformedRecordsAreAmongTheEvents() {
        List<ProducerRecord<byte[], byte[]>> records = records(scenario(5, false, 1));
        assertThat(records).anyMatch(record -> record.value() == null);
        assertThat(records).anyMatch(record -> record.headers().lastHeader("sluice-reset") != null);
        assertThat(texts(scenario(5, false, 1))).contains("[1]");
    }

    @Test
    void aKeyInsideEventsStaysInOnePartition() {
        Map<String, Integer> partitions = new HashMap<>();
        for (ProducerRecord<byte[], byte[]> record : records(scenario(5, true, 1))) {
            assertThat(record.key()).isNull();
            Traffic.keyInside(record.value()).ifPresent(key -> assertThat(Objects.requireNonNullElse(
                            partitions.put(new String(key, UTF_8), record.partition()), record.partition()))
                    .isEqualTo(record.partition()));
        }
        assertThat(partitions).hasSizeGreaterThan(200);
    }

    @Test
    void aKeyStaysInOneOfSeveralTopics() {
        Map<String, String> topics = new HashMap<>();
        for (ProducerRecord<byte[], byte[]> record : records(scenario(5, false, 2))) {
            String before = topics.put(new String(record.key(), UTF_8), record.topic());
            assertThat(before == null || before.equals(record.topic())).isTrue();
        }
        assertThat(topics.values()).contains("torture-1-events-0", "torture-1-events-1");
    }

    @Test
    void shiftsMoveTheTimesOfEventsOrOfRecords() {
        Scenario scenario = scenario(5, false, 1);
        EventChange ahead = EventChange.of(FaultKind.RECORDS_AHEAD);
        assertThat(new Traffic(scenario).next(ahead, 1000).timestamp()).isEqualTo(1000 + 20 * 60_000);
        byte[] plain = new Traffic(scenario).next(EventChange.NONE, 0).value();
        byte[] back = new Traffic(scenario)
                .next(EventChange.of(FaultKind.EVENTS_BACK), 0)
                .value();
        assertThat(time(plain) - time(back)).isEqualTo(3_600_000);
    }

    private static long time(byte[] event) {
        return Long.parseLong(new String(event, UTF_8).replaceAll(".*\"timestamp\":(\\d+).*", "$1"));
    }
}
