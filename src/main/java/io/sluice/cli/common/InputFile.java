package io.sluice.cli.common;

import io.sluice.Internal;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** The check of a command's input file before the command starts to work. A pipe is a valid input file. */
@Internal
public final class InputFile {
    private InputFile() {}

    /**
     * Checks that a file can be read.
     *
     * @throws ParameterException if the file does not exist, is a folder or is not readable
     */
    public static void require(CommandSpec spec, Path file) {
        if (Files.isDirectory(file)) {
            throw new ParameterException(spec.commandLine(), file + " is a folder; give a file");
        }
        if (!Files.isReadable(file)) {
            throw new ParameterException(spec.commandLine(), file + " does not exist or is not readable");
        }
    }
}
