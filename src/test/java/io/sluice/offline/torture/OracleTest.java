package io.sluice.offline.torture;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.offline.torture.audit.Oracle;
import io.sluice.offline.torture.audit.Output;
import io.sluice.offline.torture.audit.Written;
import io.sluice.offline.torture.plan.PipelineSetting;
import io.sluice.offline.torture.plan.Poison;
import io.sluice.offline.torture.plan.Scenario;
import io.sluice.offline.torture.plan.Workload;
import io.sluice.runtime.LoadedBundle;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The oracle, with the model of the torture that fails for some readings. */
final class OracleTest {
    @TempDir
    private static Path folder;

    private Bundles bundles;

    @BeforeEach
    void findBundles() {
        bundles = new Bundles(Path.of("models"), folder);
    }

    private Written expect(boolean keyInEvent, List<ConsumerRecord<byte[], byte[]>> input) throws IOException {
        PipelineSetting pipeline =
                new PipelineSetting(Workload.FRAGILE, "memory", 0, keyInEvent, 1, PipelineSetting.CLASSIC);
        Scenario scenario = new Scenario(1, 1, pipeline, 1, List.of());
        Path bundle = bundles.of(Workload.FRAGILE);
        return new Oracle(LoadedBundle.open(bundle, "cpu"), PipelineProperties.of(scenario, "127.0.0.1:1", bundle))
                .expect(input);
    }

    private static ConsumerRecord<byte[], byte[]> record(long offset, @Nullable String key, @Nullable String value) {
        return new ConsumerRecord<>(
                "events",
                0,
                offset,
                1000 + offset,
                TimestampType.CREATE_TIME,
                0,
                0,
                key == null ? null : key.getBytes(UTF_8),
                value == null ? null : value.getBytes(UTF_8),
                new RecordHeaders(),
                Optional.empty());
    }

    private static String reading(int value) {
        return "{\"timestamp\":1772366400000,\"c1\":" + value + "}";
    }

    private static List<String> ids(Written written) {
        return written.outputs().stream().map(Output::id).toList();
    }

    @Test
    void readingsWithWhichTheModelFailsAreDeadLettersAndTheKeyGoesOn() throws IOException {
        List<ConsumerRecord<byte[], byte[]>> input = new ArrayList<>();
        List<Integer> readings = List.of(1, Poison.FINITE + 1, Poison.NO_EXCEPTION + 1, Poison.SLOW, 2);
        for (int i = 0; i < readings.size(); i++) {
            input.add(record(i, "a", reading(readings.get(i))));
        }
        Written written = expect(false, input);
        assertThat(ids(written))
                .containsExactly(
                        "prediction of events-0@0",
                        "dead letter of events-0@1",
                        "dead letter of events-0@2",
                        "prediction of events-0@3",
                        "prediction of events-0@4");
        assertThat(written.states()).containsOnlyKeys(ByteBuffer.wrap("a".getBytes(UTF_8)));
    }

    @Test
    void aDeletedKeyHasNoState() throws IOException {
        Written written = expect(false, List.of(record(0, "a", reading(1)), record(1, "a", null)));
        assertThat(ids(written)).containsExactly("prediction of events-0@0");
        assertThat(written.states()).isEmpty();
    }

    @Test
    void theKeyInsideAnEventIsTheKeyOfItsPrediction() throws IOException {
        String event = "{\"device\":\"a\",\"timestamp\":1772366400000,\"c1\":1}";
        String rejected = "{\"device\":\"a\",\"timestamp\":1772366400000}";
        Written written =
                expect(true, List.of(record(0, null, event), record(1, null, "[1]"), record(2, null, rejected)));
        assertThat(written.outputs())
                .extracting(Output::key)
                .containsExactly("prediction of a", "dead letter of events-0@1", "dead letter of events-0@2");
    }

    @Test
    void damageToACopyDoesNotReachTheBundleThatTheOracleReads() throws IOException {
        PipelineSetting pipeline =
                new PipelineSetting(Workload.FRAGILE, "memory", 0, false, 1, PipelineSetting.CLASSIC);
        Scenario scenario = new Scenario(7, 1, pipeline, 1, List.of());
        byte[] weights = Files.readAllBytes(bundles.of(Workload.FRAGILE).resolve("model.pt"));
        Path copy = bundles.copy(scenario).resolve("model.pt");
        bundles.damage(scenario);
        assertThat(Files.readAllBytes(copy)).isNotEqualTo(weights);
        assertThat(Files.readAllBytes(bundles.of(Workload.FRAGILE).resolve("model.pt")))
                .isEqualTo(weights);
        bundles.repair(scenario);
        assertThat(Files.readAllBytes(copy)).isEqualTo(weights);
    }
}
