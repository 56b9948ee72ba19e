package io.sluice.cli.letters;

import io.sluice.Internal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sluice dead-letters}: shows dead letters, and sends them back. */
@Internal
@Command(
        name = "dead-letters",
        description = "Show the dead letters of a pipeline, or send them back to the topics that they came from.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {ShowCommand.class, RedriveCommand.class})
public final class DeadLettersCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** Reports that the user gave no command. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "no command given; give show or redrive");
    }
}
