package io.sluice.stream;

import static io.sluice.stream.PipelineDriver.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.DamagedFiles;
import io.sluice.engine.ServingModel;
import io.sluice.event.Decoded;
import io.sluice.event.Malformed;
import io.sluice.event.NumericEvent;
import io.sluice.format.EventDecoder;
import io.sluice.format.EventFormat;
import io.sluice.schema.NoSchemas;
import io.sluice.stream.StrictJudge.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A hostile record is a dead letter or, if it is valid after all, a prediction. Nobody else notices it. */
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileRecordsTest {
    private static final long SEED = Long.getLong("sluice.hostile.seed", 20);
    private static final int DECODED = 1_000_000;
    private static final int PIPED = DamagedFiles.share(50_000);
    private static final int POLL = 500;
    private static final long HEAP_SLACK = 24L << 20;
    private static final ServingModel MODEL = TestModels.spec("a", "b");
    private static final String GOOD = "good-";

    /** The place of a record in its partition, which hostile records before it do change. */
    private static final Pattern OFFSET = Pattern.compile("\"offset\":\\d+");

    /** The ways in which hostile records reach a decoder; the numbers of records make a million together. */
    enum Sent {
        JSON(EventFormat.JSON, 700_000) {
            @Override
            Verdict decode(HostileRecords records, EventDecoder decoder) {
                byte[] value = records.json();
                Verdict verdict = StrictJudge.event(value);
                NumericEvent event =
                        outcome(decoder.decode(value, records.headers(), records.recordTime()), verdict, value);
                if (event != null && verdict == Verdict.VALID) {
                    requireChannels(event, value);
                }
                return verdict;
            }
        },
        BINARY_CLOUD_EVENT(EventFormat.CLOUDEVENTS, 125_000) {
            @Override
            Verdict decode(HostileRecords records, EventDecoder decoder) {
                byte[] value = records.json();
                Verdict verdict = StrictJudge.event(value);
                outcome(decoder.decode(value, records.wellFormedAttributes(), records.recordTime()), verdict, value);
                return verdict;
            }
        },
        STRUCTURED_CLOUD_EVENT(EventFormat.CLOUDEVENTS, 50_000) {
            @Override
            Verdict decode(HostileRecords records, EventDecoder decoder) {
                byte[] value = records.envelope();
                Verdict data = StrictJudge.envelope(value);
                Verdict verdict = data == Verdict.VALID ? Verdict.UNKNOWN : data; // an attribute may be wrong
                Headers headers = records.headers().add("content-type", bytes("application/cloudevents+json"));
                outcome(decoder.decode(value, headers, records.recordTime()), verdict, value);
                return verdict;
            }
        },
        ODD_ATTRIBUTES(EventFormat.CLOUDEVENTS, 125_000) {
            @Override
            Verdict decode(HostileRecords records, EventDecoder decoder) {
                byte[] value = records.json();
                outcome(decoder.decode(value, records.attributes(), records.recordTime()), Verdict.UNKNOWN, value);
                return Verdict.UNKNOWN;
            }
        };

        private final EventFormat format;
        private final int count;

        Sent(EventFormat format, int count) {
            this.format = format;
            this.count = DamagedFiles.share(count);
        }

        /** Decodes one record, and returns what the judge said of it. */
        abstract Verdict decode(HostileRecords records, EventDecoder decoder);
    }

    /** Returns the event; null if there is none. It builds no assertion for each of a million records. */
    private static @Nullable NumericEvent outcome(Decoded decoded, Verdict verdict, byte[] value) {
        if (decoded instanceof Malformed malformed) {
            if (verdict == Verdict.VALID || malformed.detail().isBlank()) {
                throw new AssertionError(verdict + ", but " + malformed + " for " + shown(value));
            }
            return null;
        }
        if (verdict == Verdict.INVALID) {
            throw new AssertionError(verdict + ", but an event for " + shown(value));
        }
        return (NumericEvent) decoded;
    }

    private static void requireChannels(NumericEvent event, byte[] value) {
        List<Float> found = List.of(event.channel(0) + 0f, event.channel(1) + 0f);
        if (!found.equals(StrictJudge.channels(value))) {
            throw new AssertionError("channels " + found + " for " + shown(value));
        }
    }

    private static String shown(byte[] value) {
        return new String(value, 0, Math.min(value.length, 2_000), StandardCharsets.ISO_8859_1);
    }

    @Test
    void aMillionRecordsAreDecoded() {
        assertThat(Stream.of(Sent.values()).mapToInt(sent -> sent.count).sum()).isEqualTo(DamagedFiles.share(DECODED));
    }

    @ParameterizedTest
    @EnumSource
    void eachRecordHasTheOutcomeThatTheJudgeExpectsAndTheHeapStaysFlat(Sent sent) {
        HostileRecords records = new HostileRecords(SEED);
        EventDecoder decoder =
                sent.format.decoder(MODEL.manifest().input(), null, HostileRecords.MAX_BYTES, NoSchemas.NONE);
        Map<Verdict, Integer> verdicts = new EnumMap<>(Verdict.class);
        long early = 0;
        for (int i = 0; i < sent.count; i++) {
            if (i == sent.count / 5) {
                early = usedHeap();
            }
            verdicts.merge(decode(sent, records, decoder, i), 1, Integer::sum);
        }
        assertThat(usedHeap()).isLessThan(early + HEAP_SLACK);
        if (sent.format == EventFormat.JSON) {
            assertThat(verdicts.get(Verdict.VALID)).as("%s", verdicts).isGreaterThan(sent.count / 20);
            assertThat(verdicts.get(Verdict.UNKNOWN)).as("%s", verdicts).isLessThan(sent.count / 20);
        }
    }

    private static Verdict decode(Sent sent, HostileRecords records, EventDecoder decoder, int index) {
        try {
            return sent.decode(records, decoder);
        } catch (RuntimeException | Error e) {
            throw new AssertionError("record " + index + " with -Dsluice.hostile.seed=" + SEED, e);
        }
    }

    private static long usedHeap() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    @Test
    void goodKeysHaveTheSamePredictionsAndStatesAsWithoutHostileRecords() {
        Run alone = new Run(0);
        Run among = new Run(PIPED);
        assertThat(alone.predictions).hasSize(Run.GOOD_EVENTS);
        assertThat(among.predictions.equals(alone.predictions))
                .as("equal predictions, -Dsluice.hostile.seed=%d", SEED)
                .isTrue();
        assertThat(among.states.keySet()).isEqualTo(alone.states.keySet());
        among.states.forEach((key, state) -> assertThat(state).as(key).isEqualTo(alone.states.get(key)));
        assertThat(among.deadLetters).isGreaterThan(PIPED / 2);
        assertThat(among.hostilePredictions).isPositive();
        assertThat(among.deadLetters + among.hostilePredictions + among.tombstones)
                .isEqualTo(PIPED);
    }

    /** A run of the whole pipeline: good events of some keys, with hostile records after each of them. */
    private static final class Run {
        private static final int GOOD_EVENTS = 1_000;

        private final HostileRecords records = new HostileRecords(SEED);
        private final List<String> predictions = new ArrayList<>();
        private final Map<String, byte[]> states = new TreeMap<>();
        private int deadLetters;
        private int hostilePredictions;
        private int tombstones;

        Run(int hostile) {
            try (PipelineDriver pipeline = new PipelineDriver(
                    MODEL,
                    () -> TestModels.model(MODEL),
                    Map.of("sluice.event.max.bytes", Integer.toString(HostileRecords.MAX_BYTES)))) {
                long early = 0;
                List<PipelineDriver.Input> poll = new ArrayList<>();
                for (int i = 0; i < GOOD_EVENTS; i++) {
                    poll.add(good(i));
                    for (int next = 0; next < hostile / GOOD_EVENTS; next++) {
                        poll.add(hostile(i));
                    }
                    if (poll.size() >= POLL) {
                        poll(pipeline, poll);
                    }
                    early = i == GOOD_EVENTS / 5 ? usedHeap() : early;
                }
                poll(pipeline, poll);
                assertThat(usedHeap()).isLessThan(early + HEAP_SLACK);
                pipeline.states().forEach(this::keep);
            }
        }

        private void keep(String key, byte[] state) {
            if (key.startsWith(GOOD)) {
                states.put(key, state);
            }
        }

        private void poll(PipelineDriver pipeline, List<PipelineDriver.Input> poll) {
            pipeline.poll(poll);
            poll.clear();
            pipeline.predictions().forEach(this::take);
            List<TestRecord<byte[], byte[]>> letters = pipeline.deadLetters();
            letters.forEach(letter ->
                    assertThat(letter.headers().lastHeader("sluice.reason")).isNotNull());
            deadLetters += letters.size();
        }

        private void take(TestRecord<byte[], byte[]> prediction) {
            String key = new String(prediction.key(), StandardCharsets.UTF_8);
            if (key.startsWith(GOOD)) {
                predictions.add(OFFSET.matcher(new String(prediction.value(), StandardCharsets.UTF_8))
                        .replaceFirst(""));
            } else {
                hostilePredictions++;
            }
        }

        private static PipelineDriver.Input good(int index) {
            double a = Math.sin(index / 7.0);
            return PipelineDriver.event(GOOD + index % 8, time(index), "{\"a\":" + a + ",\"b\":" + index + "}");
        }

        /** Record times are those of good events, because stream time is a part of all states. */
        private PipelineDriver.Input hostile(int index) {
            byte[] value = records.json();
            byte[] key = key(index, StrictJudge.event(value) == Verdict.INVALID);
            if (index % 97 == 0 && new String(key, StandardCharsets.UTF_8).startsWith("hostile")) {
                tombstones++;
                value = null;
            }
            return PipelineDriver.input(PipelineDriver.INPUT, key, time(index), value, records.headers());
        }

        /** A record that is certainly not valid may have the key of good ones. */
        private byte[] key(int index, boolean isInvalid) {
            return switch (records.choice(4)) {
                case 0 -> isInvalid ? bytes(GOOD + index % 8) : bytes("hostile-good");
                case 1 -> new byte[] {(byte) 0xc0, (byte) 0x80};
                case 2 -> new byte[0];
                default -> bytes("hostile-" + index % 16);
            };
        }

        private static long time(int index) {
            return 1_772_366_400_000L + 1_000L * index;
        }
    }
}
