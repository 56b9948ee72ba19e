package io.sluice.offline.training.cell;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Debian's own Python with its PyTorch, where a test wants a second opinion. */
public final class PythonTorch {
    private static final String PYTHON = "/usr/bin/python3";

    private PythonTorch() {}

    /** Skips the test, with the reason, where there is no PyTorch for Python. */
    public static void assumePresent() throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of(PYTHON)), "no " + PYTHON);
        Process probe = new ProcessBuilder(PYTHON, "-c", "import torch")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assumeTrue(probe.waitFor() == 0, PYTHON + " has no torch; apt-get install python3-torch");
    }

    /** Runs a program and returns what it printed; fails where the program does. */
    public static String run(String program, String... arguments) throws IOException, InterruptedException {
        return printed(new ProcessBuilder(Stream.concat(Stream.of(PYTHON, "-c", program), Stream.of(arguments))
                .toList()));
    }

    /** Runs a program's file in its own folder; fails where the program does. */
    public static void runFile(Path file) throws IOException, InterruptedException {
        printed(new ProcessBuilder(PYTHON, file.getFileName().toString())
                .directory(file.getParent().toFile()));
    }

    private static String printed(ProcessBuilder program) throws IOException, InterruptedException {
        Process process = program.redirectErrorStream(true).start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new AssertionError(printed);
        }
        return printed;
    }
}
