package io.sluice.cli.common;

import io.sluice.Internal;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** What a command reads, looked at before its work; a pipe is as good as a file. */
@Internal
public final class InputFile {
    private InputFile() {}

    /** Throws ParameterException where there is no such file, it is a folder, or it may not be read. */
    public static void require(CommandSpec spec, Path file) {
        if (Files.isDirectory(file) || !Files.isReadable(file)) {
            throw new ParameterException(spec.commandLine(), "no such file, or not to be read: " + file);
        }
    }
}
