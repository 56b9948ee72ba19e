package io.sluice.offline.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.IntToLongFunction;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class PipelineOutcomeTest {
    private static final long MEBIBYTE = 1 << 20;
    private static final int EVERY = 10;
    /** The length of a soak of 40 minutes in seconds. */
    private static final int LENGTH = 2400;

    private static final long EVENTS = 12_000_000;
    private static final LiveHeap FLAT_HEAP = new LiveHeap(60 * MEBIBYTE, 60 * MEBIBYTE);

    /** Makes samples every ten seconds; the figures are functions of the second. */
    private static List<Sample> samples(IntToLongFunction mebibytes, IntUnaryOperator threads, IntUnaryOperator files) {
        return IntStream.range(0, LENGTH / EVERY)
                .map(i -> i * EVERY)
                .mapToObj(second -> new Sample(
                        second,
                        mebibytes.applyAsLong(second) * MEBIBYTE,
                        0,
                        0,
                        0,
                        threads.applyAsInt(second),
                        files.applyAsInt(second),
                        0,
                        0,
                        0))
                .toList();
    }

    private static List<Sample> memory(IntToLongFunction mebibytes) {
        return samples(mebibytes, second -> 40, second -> 150);
    }

    private static PipelineOutcome outcome(List<Sample> samples) {
        return outcome(samples, FLAT_HEAP);
    }

    private static PipelineOutcome outcome(List<Sample> samples, @Nullable LiveHeap heap) {
        return new PipelineOutcome("rocksdb", samples, LENGTH, heap, EVENTS, EVENTS);
    }

    @Test
    void whatStaysAsItIsHasNoShortcoming() {
        assertThat(outcome(memory(second -> 900)).shortcomings()).isEmpty();
    }

    @Test
    void memoryThatGrowsSteadilyIsAShortcoming() {
        assertThat(outcome(memory(second -> 900 + second / 60)).shortcomings())
                .containsExactly("rocksdb: the resident memory grew by 2.5 %; less than 2 % is allowed");
    }

    @Test
    void growthUpToTheTenthMinuteIsNotJudged() {
        assertThat(outcome(memory(second -> 300 + Math.min(second, 600))).shortcomings())
                .isEmpty();
    }

    @Test
    void aSawToothThatDoesNotGrowIsNoShortcoming() {
        assertThat(outcome(memory(second -> 900 + second % 140)).shortcomings()).isEmpty();
    }

    @Test
    void aSawToothThatGrowsIsAShortcoming() {
        assertThat(outcome(memory(second -> 900 + second % 140 + second / 50)).shortcomings())
                .hasSize(1)
                .first()
                .asString()
                .startsWith("rocksdb: the resident memory grew by 3.");
    }

    @Test
    void aPeakInTheLastFifthIsNoGrowth() {
        assertThat(outcome(memory(second -> second == 2350 ? 2000 : 900)).shortcomings())
                .isEmpty();
    }

    @Test
    void memoryThatFallsIsNoShortcoming() {
        PipelineOutcome falling = outcome(memory(second -> 900 - second / 60));
        assertThat(falling.shortcomings()).isEmpty();
        assertThat(falling.window().orElseThrow().residentGrowthPercent()).isNegative();
    }

    @Test
    void aThreadMoreThanAtTheBeginningIsAShortcoming() {
        assertThat(outcome(samples(second -> 900, second -> 40 + second / 1000, second -> 150))
                        .shortcomings())
                .containsExactly(
                        "rocksdb: at the end there are 42 threads; at the beginning of the judged part there were at most"
                                + " 40");
    }

    @Test
    void filesThatAreOpenForAMomentAtTheEndAreNoShortcoming() {
        assertThat(outcome(samples(second -> 900, second -> 40, second -> second % 50 == 0 ? 170 : 150))
                        .shortcomings())
                .isEmpty();
        assertThat(outcome(samples(second -> 900, second -> 40, second -> second == 2350 ? 170 : 150))
                        .shortcomings())
                .isEmpty();
    }

    @Test
    void aFileAMinuteIsAShortcoming() {
        assertThat(outcome(samples(second -> 900, second -> 40, second -> 150 + second / 60 + second % 3))
                        .shortcomings())
                .hasSize(1)
                .first()
                .asString()
                .contains(" open files; ");
    }

    @Test
    void whatLivesOnTheHeapMayNotGrowByTwoPercentOfTheResidentMemory() {
        assertThat(outcome(memory(second -> 1000), new LiveHeap(60 * MEBIBYTE, 79 * MEBIBYTE))
                        .shortcomings())
                .isEmpty();
        PipelineOutcome leaking = outcome(memory(second -> 1000), new LiveHeap(60 * MEBIBYTE, 80 * MEBIBYTE));
        assertThat(leaking.heapGrowthPercent().orElseThrow()).isCloseTo(2, Offset.offset(1e-9));
        assertThat(leaking.shortcomings())
                .containsExactly(
                        "rocksdb: what lives on the heap grew by 2.0 % of the resident memory; less than 2 % is allowed");
    }

    @Test
    void anUnknownHeapIsNotJudged() {
        assertThat(outcome(memory(second -> 900), null).shortcomings()).isEmpty();
    }

    @Test
    void missingAndSurplusPredictionsAreShortcomings() {
        for (long predictions : List.of(EVENTS - 1, EVENTS + 1)) {
            PipelineOutcome outcome =
                    new PipelineOutcome("memory", memory(second -> 900), LENGTH, FLAT_HEAP, EVENTS, predictions);
            assertThat(outcome.shortcomings()).hasSize(1).first().asString().startsWith("memory: 12,000,000 events");
            assertThat(outcome.lost()).isEqualTo(predictions < EVENTS ? 1 : 0);
        }
    }

    @Test
    void aPipelineThatIsLateAtTheEndHasANote() {
        assertThat(outcome(late(50_000)).notes()).isEmpty();
        assertThat(outcome(late(60_000)).notes())
                .hasSize(1)
                .first()
                .asString()
                .startsWith("rocksdb: at the end, it was 12 s behind");
    }

    private static List<Sample> late(long lag) {
        return memory(second -> 900).stream()
                .map(sample -> new Sample(sample.seconds(), sample.resident(), 0, 0, 0, 40, 150, lag, 0, 0))
                .toList();
    }

    @Test
    void tooFewSamplesProveNothing() {
        assertThat(outcome(memory(second -> 900).subList(0, 60)).shortcomings())
                .containsExactly(
                        "rocksdb: there are too few samples to judge; give more --minutes or a smaller --every");
    }

    @Test
    void theJudgedPartBeginsAfterAQuarterAndAtTheLatestAfterTenMinutes() {
        assertThat(Window.begin(60)).isEqualTo(15);
        assertThat(Window.begin(2400)).isEqualTo(600);
        assertThat(Window.begin(86_400)).isEqualTo(600);
    }
}
