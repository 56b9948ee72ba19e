package io.sluice.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sluice cells}: the recurrent cells beside each other. */
@Command(
        name = "cells",
        description = "Hold the recurrent cells against each other.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {CellsGradientsCommand.class, CellsCompareCommand.class, CellsTimeCommand.class})
final class CellsCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** Called where no command is given. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "no command given; it may be compare, time or gradients");
    }
}
