package io.sluice.cli.common;

import io.sluice.Internal;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** The checks of values that options of several commands have. */
@Internal
public final class OptionRange {
    private OptionRange() {}

    /**
     * Checks that an option is not below its minimum.
     *
     * @param option the option's name as the user types it, for example {@code --events}
     * @throws ParameterException if {@code value} is less than {@code min}
     */
    public static void requireAtLeast(CommandSpec spec, String option, long min, long value) {
        if (value < min) {
            throw new ParameterException(spec.commandLine(), option + " is " + value + "; it must be at least " + min);
        }
    }

    /**
     * Checks that an option is between its minimum and its maximum, both included.
     *
     * @param option the option's name as the user types it, for example {@code --port}
     * @throws ParameterException if {@code value} is outside the range
     */
    public static void requireWithin(CommandSpec spec, String option, long min, long max, long value) {
        if (value < min || value > max) {
            throw new ParameterException(
                    spec.commandLine(), option + " is " + value + "; it must be from " + min + " to " + max);
        }
    }

    /**
     * Checks the option {@code --heap}, a size as the JVM takes it.
     *
     * @throws ParameterException if it has no number, or neither m nor g
     */
    public static void requireHeap(CommandSpec spec, String heap) {
        if (!heap.matches("[1-9][0-9]*[mgMG]")) {
            throw new ParameterException(
                    spec.commandLine(), "--heap is " + heap + "; give a number with m or g, for example 512m");
        }
    }
}
