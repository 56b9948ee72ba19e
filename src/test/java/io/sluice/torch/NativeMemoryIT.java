package io.sluice.torch;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.model.ReferenceGruModel;
import io.sluice.model.Sizes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NativeMemoryIT {
    @TempDir
    private Path folder;

    /**
     * A leaked tensor was measured at 3.6 KB a step, which would be 340 MiB here. The heap is small and fully touched
     * from the start, so only native memory can grow.
     */
    @Test
    void stepsLeaveNoNativeMemoryBehind() throws IOException, InterruptedException {
        Assumptions.assumeTrue(Files.exists(Path.of("/proc/self/status")), "resident memory is read from /proc");
        GruBundle.write(folder, ReferenceGruModel.random(new Sizes(3, 16, 2), 1));
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xms96m",
                        "-Xmx96m",
                        "-XX:+AlwaysPreTouch",
                        "-cp",
                        System.getProperty("java.class.path"),
                        StepRepeatedly.class.getName(),
                        folder.toString()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            assertThat(process.waitFor(120, TimeUnit.SECONDS))
                    .as("the process ended in time")
                    .isTrue();
            String growth = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            assertThat(Long.parseLong(growth)).isLessThan(64L << 20);
        } finally {
            process.destroyForcibly();
        }
    }
}
