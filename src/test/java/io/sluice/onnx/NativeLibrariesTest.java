package io.sluice.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.model.DeviceSetting;
import io.sluice.model.EngineException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

final class NativeLibrariesTest {
    @TempDir
    private Path folder;

    /** A process that starts ONNX Runtime and is halted, as a signal halts {@code sluice run}. */
    static final class Halted {
        private Halted() {}

        public static void main(String[] args) {
            try {
                System.out.println(OnnxInference.start(DeviceSetting.of("cpu")).name());
            } catch (EngineException e) {
                System.out.println(e.getMessage());
            }
            Runtime.getRuntime().halt(0);
        }
    }

    private static String run(Path temporary) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djava.io.tmpdir=" + temporary,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Halted.class.getName()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return printed;
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "a loaded library cannot be deleted")
    void aHaltedProcessLeavesNoLibraryBehind() throws IOException, InterruptedException {
        assertThat(run(folder)).startsWith("ONNX Runtime 1.");
        try (Stream<Path> left = Files.walk(folder)) { // ONNX Runtime leaves an empty folder
            assertThat(left.filter(Files::isRegularFile)).isEmpty();
        }
    }

    @Test
    void aFolderThatCannotBeWrittenIsNamedWithTheReason() throws IOException, InterruptedException {
        Path missing = folder.resolve("missing");
        assertThat(run(missing))
                .startsWith("ONNX Runtime cannot be started: java.nio.file.NoSuchFileException: " + missing)
                .contains("; its native library is unpacked into java.io.tmpdir (" + missing + ")");
    }
}
