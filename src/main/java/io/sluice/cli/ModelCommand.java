package io.sluice.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sluice model}: what can be done with a bundle. */
@Command(
        name = "model",
        description = "Look at model bundles.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {ModelCheckCommand.class, ModelExplainCommand.class})
final class ModelCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** Called where no command is given. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "no command given; it may be check or explain");
    }
}
