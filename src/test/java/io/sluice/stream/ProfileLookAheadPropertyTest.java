package io.sluice.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.engine.ServingModel;
import io.sluice.model.Manifest;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;
import org.apache.kafka.streams.test.TestRecord;

/** Any batching equals one by one, with the scorer profile and with all that a channel may hold. */
class ProfileLookAheadPropertyTest {
    private static final long BEGIN = 1_772_366_400_000L;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Incidents come and go, and a key that was reset is soon judged again. */
    private static final ServingModel SPEC = TestModels.spec(
            Manifest.ScorerKind.PROFILE,
            Map.of("silent.events", 4.0, "open", 0.5, "close", 0.45, "quiet", 2.0),
            "noise",
            "switch",
            "levels");

    private static final Map<String, byte[]> PAST = past();

    @Property(tries = 150)
    void anyBatchingPredictsAndAlertsAsOneByOneBitForBit(@ForAll("streams") LookAheadPropertyTest.Stream stream)
            throws IOException {
        try (PipelineDriver ahead = driver(Map.of());
                PipelineDriver small = driver(Map.of("sluice.batch.rows", "3"));
                PipelineDriver off = driver(Map.of("sluice.batch.rows", "1"));
                PipelineDriver alone = driver(Map.of())) {
            for (List<PipelineDriver.Input> poll : stream.polls()) {
                ahead.poll(poll);
                small.poll(poll);
                off.poll(poll);
                poll.forEach(alone::process);
            }
            List<TestRecord<byte[], byte[]>> predictions = alone.predictions();
            List<TestRecord<byte[], byte[]>> alerts = alone.alerts();
            for (PipelineDriver batched : List.of(ahead, small, off)) {
                LookAheadPropertyTest.assertSame(batched.predictions(), predictions);
                LookAheadPropertyTest.assertSame(batched.alerts(), alerts);
                assertThat(batched.states().keySet()).isEqualTo(alone.states().keySet());
                batched.states().forEach((key, state) -> assertThat(state)
                        .isEqualTo(alone.states().get(key)));
            }
            LookAheadPropertyTest.assertAlternating(alerts);
            collect("alerts", alerts.size() > 1);
            collect("judged", hasJudged(predictions));
        }
    }

    private static void collect(String label, boolean found) {
        Statistics.label(label).collect(found).coverage(some -> some.check(true).percentage(percents -> percents > 20));
    }

    private static boolean hasJudged(List<TestRecord<byte[], byte[]>> predictions) throws IOException {
        for (TestRecord<byte[], byte[]> prediction : predictions) {
            if (JSON.readTree(prediction.value()).at("/anomaly/judged").asBoolean()) {
                return true;
            }
        }
        return false;
    }

    private static PipelineDriver driver(Map<String, String> properties) {
        Map<String, String> all = new HashMap<>(Map.of(
                "sluice.input.topic",
                PipelineDriver.INPUT + "," + PipelineDriver.OTHER_INPUT,
                "sluice.alert.topic",
                PipelineDriver.ALERTS,
                "sluice.state.ttl.ms",
                "60"));
        all.putAll(properties);
        PipelineDriver driver = new PipelineDriver(SPEC, () -> TestModels.model(SPEC), all);
        PAST.forEach(driver::put);
        return driver;
    }

    /** The states of keys that have seen more readings than the profile needs to compare one. */
    private static Map<String, byte[]> past() {
        try (PipelineDriver driver = new PipelineDriver(SPEC, () -> TestModels.model(SPEC), Map.of())) {
            for (String key : List.of("hot", "a", "b", "ключ")) {
                for (int i = 0; i < 170; i++) {
                    driver.process(PipelineDriver.event(key, BEGIN + 1000, event(i % 7 / 10.0, i / 9 % 2, i / 13 % 3)));
                }
            }
            return driver.states();
        }
    }

    private static String event(Object noise, Object onOff, Object level) {
        return "{\"noise\":" + noise + ",\"switch\":" + onOff + ",\"levels\":" + level + "}";
    }

    @Provide
    Arbitrary<LookAheadPropertyTest.Stream> streams() {
        Arbitrary<Object> noise = Arbitraries.frequencyOf(
                Tuple.of(8, Arbitraries.floats().between(0, 0.7f).map(Object.class::cast)),
                Tuple.of(1, Arbitraries.of(-9999, 65_535, 3.4e38, 5)),
                Tuple.of(1, Arbitraries.just("null")));
        Arbitrary<Object> onOff = Arbitraries.frequency(Tuple.of(9, 0), Tuple.of(9, 1), Tuple.of(1, "null"));
        Arbitrary<Object> levels = Arbitraries.frequency(
                Tuple.of(6, 0), Tuple.of(6, 1), Tuple.of(6, 2), Tuple.of(1, 99), Tuple.of(2, "null"));
        Arbitrary<String> good = Combinators.combine(noise, onOff, levels).as(ProfileLookAheadPropertyTest::event);
        return LookAheadPropertyTest.streams(Arbitraries.frequencyOf(
                Tuple.of(20, good), Tuple.of(1, Arbitraries.of("{", "{\"other\":1}")), Tuple.of(1, none())));
    }

    private static Arbitrary<String> none() {
        return Arbitraries.just((String) null);
    }
}
