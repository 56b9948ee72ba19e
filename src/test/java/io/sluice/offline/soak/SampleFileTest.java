package io.sluice.offline.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SampleFileTest {
    @Test
    void aSampleIsALineThatIsThereAtOnce(@TempDir Path folder) throws IOException {
        Path path = folder.resolve("samples.csv");
        try (SampleFile file = new SampleFile(path)) {
            file.add("memory", new Sample(10.04, 900, 60, 512, 70, 40, 150, 5, 49_995, 12.34));
            assertThat(Files.readAllLines(path))
                    .containsExactly(
                            "store,seconds,resident_bytes,heap_bytes,heap_committed_bytes,non_heap_bytes,native_bytes,"
                                    + "threads,files,lag,predictions,cpu_seconds",
                            "memory,10.0,900,60,512,70,388,40,150,5,49995,12.3");
        }
    }
}
