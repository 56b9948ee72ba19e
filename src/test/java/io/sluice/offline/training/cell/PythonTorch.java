package io.sluice.offline.training.cell;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Runs Python programs with PyTorch, for tests that compare Sluice with it. */
public final class PythonTorch {
    private static final String PYTHON = "/usr/bin/python3";
    private static final Path MODULES = Path.of("docs/python");

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

    /** Runs a file with a program, in its folder. It finds what {@code docs/python} holds. Fails if it fails. */
    public static void runFile(Path file) throws IOException, InterruptedException {
        output(new ProcessBuilder(PYTHON, file.getFileName().toString())
                .directory(file.getParent().toFile()));
    }

    /** Returns the blocks of Python in a Markdown document, in their order. */
    public static List<String> programsIn(Path document) throws IOException {
        return Stream.of(Files.readString(document).split("```python\n", -1))
                .skip(1)
                .map(block -> block.substring(0, block.indexOf("```")))
                .toList();
    }

    private static String output(ProcessBuilder program) throws IOException, InterruptedException {
        program.environment().put("PYTHONPATH", MODULES.toAbsolutePath().toString());
        program.environment().put("PYTHONDONTWRITEBYTECODE", "1");
        Process process = program.redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new AssertionError(output);
        }
        return output;
    }
}
