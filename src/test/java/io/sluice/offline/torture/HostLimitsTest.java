package io.sluice.offline.torture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HostLimitsTest {
    @TempDir
    private Path folder;

    @Test
    void aCommandUnderLittleMemorySeesTheLimitAndItsArguments() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        HostLimits.littleMemory(List.of("sh", "-c", "ulimit -v; echo $1", "x", "a b")))
                .start();
        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo("2900000\na b\n");
        assertThat(process.waitFor()).isZero();
    }

    @Test
    void aFullDiskIsFullForTheProcessAndEmptyForOthers() throws IOException, InterruptedException {
        assumeTrue(HostLimits.noMountNamespace(folder).isEmpty());
        String waiting = "echo up; read line; echo x > " + folder.resolve("more") + " || exit 7";
        Process process = new ProcessBuilder(HostLimits.smallDisk(folder, List.of("sh", "-c", waiting))).start();
        try {
            assertThat(process.getInputStream().read()).isEqualTo('u');
            HostLimits.fill(process.pid(), folder);
            try (var files = Files.list(folder)) {
                assertThat(files).isEmpty();
            }
            process.getOutputStream().close();
            assertThat(process.waitFor()).isNotZero();
        } finally {
            process.destroyForcibly();
        }
    }
}
