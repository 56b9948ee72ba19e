package io.sluice.model;

/**
 * The widths of a step.
 *
 * @param input I, the number of elements in a row of the input
 * @param state S, the number of float32 in the packed state of a key
 * @param output O, the number of float32 in a row of the output
 */
public record Sizes(int input, int state, int output) {
    public Sizes {
        requirePositive("input", input);
        requirePositive("state", state);
        requirePositive("output", output);
    }

    private static void requirePositive(String name, int size) {
        if (size < 1) {
            throw new BundleException("sizes." + name + " is " + size + "; it must be at least 1");
        }
    }
}
