package io.sluice.offline.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
final class ProcessFiguresTest {
    private static final long PID = ProcessHandle.current().pid();
    private static final int OPENED = 50;

    @Test
    void openFilesOfAProcessAreCounted(@TempDir Path folder) throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        int before = ProcessFigures.of(PID).files();
        List<InputStream> opened = new ArrayList<>();
        try {
            for (int i = 0; i < OPENED; i++) {
                opened.add(Files.newInputStream(file));
            }
            assertThat(ProcessFigures.of(PID).files() - before).isBetween(OPENED - 10, OPENED + 10);
        } finally {
            for (InputStream each : opened) {
                each.close();
            }
        }
    }

    @Test
    void memoryAndThreadsOfAProcessAreKnown() throws IOException {
        ProcessFigures figures = ProcessFigures.of(PID);
        assertThat(figures.resident())
                .isGreaterThan(10 << 20)
                .isGreaterThan(Runtime.getRuntime().totalMemory() / 100);
        assertThat(figures.threads()).isGreaterThanOrEqualTo(Thread.activeCount());
    }

    @Test
    void aProcessThatHasEndedHasNoFigures() throws IOException {
        Process ended = new ProcessBuilder("true").start();
        ended.onExit().join();
        assertThatThrownBy(() -> ProcessFigures.of(ended.pid())).isInstanceOf(IOException.class);
    }
}
