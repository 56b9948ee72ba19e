package io.sluice.offline.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GarbageLogTest {
    private static final long MEBIBYTE = 1 << 20;
    private static final String YOUNG =
            "[32.941s] GC(12) Pause Young (Normal) (G1 Evacuation Pause) 222M->61M(512M) 49.098ms\n";
    private static final String FULL = "[39.572s] GC(13) Pause Full (Diagnostic Command) 176M->65M(512M) 173.375ms\n";
    private static final String OTHER = """
            [40.001s] GC(14) Concurrent Mark Cycle 12.301ms
            [40.002s] GC(14) Pause Remark 300M->300M(512M) 1.2ms
            [40.003s] GC(14) Pause Cleanup 301M->301M(512M) 0.1ms
            """;

    @TempDir
    private Path folder;

    private GarbageLog log(String text) throws IOException {
        return new GarbageLog(Files.writeString(folder.resolve("gc.log"), text));
    }

    @Test
    void theLastCollectionCounts() throws IOException {
        assertThat(log(FULL + YOUNG + OTHER).heapAfterLast()).isEqualTo(61 * MEBIBYTE);
        assertThat(log(YOUNG + FULL + OTHER).heapAfterLast()).isEqualTo(65 * MEBIBYTE);
    }

    @Test
    void theLastFullCollectionCountsAlone() throws IOException {
        assertThat(log(FULL + YOUNG).heapAfterLastFull()).isEqualTo(65 * MEBIBYTE);
        assertThat(log(YOUNG).heapAfterLastFull()).isZero();
    }

    @Test
    void aLongLogIsReadAtItsEnd() throws IOException {
        assertThat(log(YOUNG.repeat(10_000) + FULL).heapAfterLast()).isEqualTo(65 * MEBIBYTE);
    }

    @Test
    void beforeTheFirstCollectionNothingIsKnown() throws IOException {
        assertThat(new GarbageLog(folder.resolve("none.log")).heapAfterLast()).isZero();
        assertThat(log("").heapAfterLast()).isZero();
    }
}
