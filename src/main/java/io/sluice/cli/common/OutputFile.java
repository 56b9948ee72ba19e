package io.sluice.cli.common;

import io.sluice.Internal;
import java.io.IOException;
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

    /**
     * Checks that an output file is not one of the other files of the command.
     *
     * @param option the option's name as the user types it
     * @param file null if the user did not give the option
     * @param others the other files; null where the user gave none
     * @throws ParameterException if two of them are the same file
     */
    public static void requireOther(CommandSpec spec, String option, @Nullable Path file, @Nullable Path... others) {
        for (Path other : others) {
            if (file != null && other != null && real(file).equals(real(other))) {
                throw new ParameterException(
                        spec.commandLine(),
                        option + " " + file + " is the same file as " + other + "; give another file");
            }
        }
    }

    private static Path real(Path file) {
        try {
            return file.toRealPath();
        } catch (IOException e) { // it does not exist yet
            return file.toAbsolutePath().normalize();
        }
    }
}
