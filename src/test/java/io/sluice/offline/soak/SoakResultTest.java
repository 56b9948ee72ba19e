package io.sluice.offline.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class SoakResultTest {
    private static final int LENGTH = 100;

    private static PipelineOutcome outcome(String store, int bytesASecond, long predictions, @Nullable LiveHeap heap) {
        List<Sample> samples = IntStream.range(0, LENGTH)
                .mapToObj(second ->
                        new Sample(second, 10_000 + (long) bytesASecond * second, 0, 0, 0, 40, second, 0, 0, 0))
                .toList();
        return new PipelineOutcome(store, samples, LENGTH, heap, 500, predictions);
    }

    private static SoakResult result() {
        return new SoakResult(
                LENGTH,
                500,
                List.of(outcome("memory", 0, 500, new LiveHeap(0, 50)), outcome("rocksdb", 10, 497, null)),
                null);
    }

    @Test
    void theJsonHasTheFiguresOfEachPipeline() {
        assertThat(result().json())
                .isEqualTo(
                        "{\"minutes\":1.7,\"events\":500,\"predictions\":{\"memory\":500,\"rocksdb\":497},\"lost\":3,"
                                + "\"resident_growth_percent\":{\"memory\":0.0,\"rocksdb\":5.8},"
                                + "\"heap_growth_percent\":{\"memory\":0.5},"
                                + "\"threads\":{\"memory\":{\"begin\":40,\"end\":40},\"rocksdb\":{\"begin\":40,\"end\":40}},"
                                + "\"files\":{\"memory\":{\"begin\":40,\"end\":92},\"rocksdb\":{\"begin\":40,\"end\":92}}}");
    }

    @Test
    void theShortcomingsOfAllPipelinesCount() {
        assertThat(result().shortcomings())
                .extracting(reason -> reason.replaceFirst(":.*", ""))
                .containsExactly("memory", "rocksdb", "rocksdb", "rocksdb");
    }

    @Test
    void theSummaryHasALineForEachPipeline() {
        assertThat(SoakTable.summary(result()))
                .hasSize(3)
                .anyMatch(line -> line.matches("memory +500 +\\+0.0 % +\\+0.5 % +40 to 40 +40 to 92"))
                .anyMatch(line -> line.matches("rocksdb +497 +\\+5.8 % +- +40 to 40 +40 to 92"));
    }

    @Test
    void aSoakWithoutSamplesHasAResultAndAPicture() {
        SoakResult empty = new SoakResult(0, 0, List.of(new PipelineOutcome("memory", List.of(), 0, null, 0, 0)), null);
        assertThat(empty.json()).contains("\"resident_growth_percent\":{}");
        assertThat(new String(new SoakChart(empty).svg(), StandardCharsets.UTF_8))
                .endsWith("</svg>\n");
    }
}
