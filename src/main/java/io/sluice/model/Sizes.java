package io.sluice.model;

/**
 * The widths of a step: a row of the input holds {@code input} elements (I), the packed state of a key {@code state}
 * float32 (S), a row of the output {@code output} float32 (O).
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
