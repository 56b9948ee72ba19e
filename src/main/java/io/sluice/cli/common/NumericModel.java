package io.sluice.cli.common;

import io.sluice.Internal;
import io.sluice.model.Manifest;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** The checks of models that read sensor readings. */
@Internal
public final class NumericModel {
    private static final int LEAST_UNITS = 8;
    private static final int MOST_UNITS = 4096;

    private NumericModel() {}

    /**
     * Checks that a model reads numbers.
     *
     * @throws ParameterException if it does not
     */
    public static void require(CommandSpec spec, Path model, Manifest manifest) {
        if (!(manifest.input() instanceof Manifest.Input.Numeric)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--model " + model + ": input.kind is "
                            + manifest.input().kind().json() + ", but " + spec.name()
                            + " sends sensor readings; give a model with numeric input");
        }
    }

    /**
     * Checks the units of an untrained GRU.
     *
     * @throws ParameterException if it cannot have so many
     */
    public static void requireUnits(CommandSpec spec, String option, int units) {
        OptionRange.requireWithin(spec, option, LEAST_UNITS, MOST_UNITS, units);
        if (units % LEAST_UNITS != 0) {
            throw new ParameterException(
                    spec.commandLine(),
                    option + " is " + units
                            + "; it must be a multiple of 8, so that a result does not depend on its batch");
        }
    }
}
