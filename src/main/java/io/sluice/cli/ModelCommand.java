package io.sluice.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sluice model}: commands that make or inspect a bundle. */
@Command(
        name = "model",
        description = "Make or inspect a model bundle.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {ModelCheckCommand.class, ModelImportCommand.class, ModelExplainCommand.class})
final class ModelCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** Reports that the user gave no command. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "no command given; give check, import or explain");
    }
}
