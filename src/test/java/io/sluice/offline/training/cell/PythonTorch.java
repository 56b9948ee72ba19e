package io.sluice.offline.training.cell;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Runs Python programs with PyTorch, for tests that compare Sluice with it. */
public final class PythonTorch {
    private static final String PYTHON = "/usr/bin/python3";

    private PythonTorch() {}

    /** Skips the test with a reason if Python or its PyTorch is missing. */
    public static void assumePresent() throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of(PYTHON)), PYTHON + " does not exist");
        Process probe = new ProcessBuilder(PYTHON, "-c", "import torch")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assumeTrue(probe.waitFor() == 0, PYTHON + " has no torch; apt-get install python3-torch");
    }

    /** Runs a program and returns its output. Fails if the program fails. */
    public static String run(String program, String... arguments) throws IOException, InterruptedException {
        return output(new ProcessBuilder(Stream.concat(Stream.of(PYTHON, "-c", program), Stream.of(arguments))
                .toList()));
    }

    /** Runs a file with a program, in its folder. Fails if the program fails. */
    public static void runFile(Path file) throws IOException, InterruptedException {
        output(new ProcessBuilder(PYTHON, file.getFileName().toString())
                .directory(file.getParent().toFile()));
    }

    /** Returns the one block of Python in a Markdown document, as a reader copies it. */
    public static String programIn(Path document) throws IOException {
        String[] blocks = Files.readString(document).split("```python\n", -1);
        if (blocks.length != 2) {
            throw new AssertionError(document + " has " + (blocks.length - 1) + " blocks of Python instead of one");
        }
        return blocks[1].substring(0, blocks[1].indexOf("```"));
    }

    private static String output(ProcessBuilder program) throws IOException, InterruptedException {
        Process process = program.redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new AssertionError(output);
        }
        return output;
    }
}
