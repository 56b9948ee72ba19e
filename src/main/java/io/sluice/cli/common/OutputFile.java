package io.sluice.cli.common;

import io.sluice.Internal;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** The check of a command's output file before the command starts to work. */
@Internal
public final class OutputFile {
    private OutputFile() {}

    /**
     * Checks that a file can be written later.
     *
     * @param option the option's name as the user types it, for example {@code --report}
     * @param file null if the user did not give the option
     * @throws ParameterException if the folder of the file does not exist, or the file is a folder or is not writable
     */
    public static void require(CommandSpec spec, String option, @Nullable Path file) {
        if (file == null) {
            return;
        }
        Path folder = file.toAbsolutePath().getParent();
        if (Files.isDirectory(file) || folder == null) {
            throw new ParameterException(spec.commandLine(), option + " " + file + " is a folder; give a file");
        }
        if (!Files.isDirectory(folder)) {
            throw new ParameterException(
                    spec.commandLine(),
                    option + " " + file + ": the folder " + folder + " does not exist; create it or give another file");
        }
        if (!Files.isWritable(Files.exists(file) ? file : folder)) {
            throw new ParameterException(
                    spec.commandLine(), option + " " + file + " is not writable; give another file");
        }
    }
}
