package io.sluice.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sluice cells}: commands that compare the recurrent cells. */
@Command(
        name = "cells",
        description = "Compare the recurrent cells: accuracy, speed and memory.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {CellsGradientsCommand.class, CellsCompareCommand.class, CellsTimeCommand.class})
final class CellsCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** Reports that the user gave no command. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "no command given; give compare, time or gradients");
    }
}
