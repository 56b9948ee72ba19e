package io.sluice.cli.common;

import io.sluice.Internal;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Where a command will write, looked at before its work. */
@Internal
public final class OutputFile {
    private OutputFile() {}

    /**
     * Says at once what cannot be written later.
     *
     * @param option how the user named it, as {@code --report}
     * @param file null where the user named none
     * @throws ParameterException where its folder is missing, or it is a folder or not to be written
     */
    public static void require(CommandSpec spec, String option, @Nullable Path file) {
        if (file == null) {
            return;
        }
        Path folder = file.toAbsolutePath().getParent();
        if (Files.isDirectory(file) || folder == null) {
            throw new ParameterException(spec.commandLine(), option + " " + file + " is a folder; name a file");
        }
        if (!Files.isDirectory(folder)) {
            throw new ParameterException(spec.commandLine(), option + " " + file + ": there is no folder " + folder);
        }
        if (!Files.isWritable(Files.exists(file) ? file : folder)) {
            throw new ParameterException(spec.commandLine(), option + " " + file + " is not to be written");
        }
    }
}
