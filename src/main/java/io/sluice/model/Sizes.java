package io.sluice.model;

/**
 * The widths of a step.
 *
 * @param input I, the number of elements in a row of the input
 * @param state S, the number of float32 in the packed state of a key
 * @param output O, the number of float32 in a row of the output
 */
public record Sizes(int input, int state, int output) {
    /** The largest width: a row of 4 MiB, more than any record of Kafka's default limits. */
    static final int WIDEST = 1 << 20;

    public Sizes {
        requireWidth("input", input);
        requireWidth("state", state);
        requireWidth("output", output);
    }

    private static void requireWidth(String name, int size) {
        if (size < 1) {
            throw new BundleException("sizes." + name + " is " + size + "; it must be at least 1");
        }
        if (size > WIDEST) {
            throw new BundleException("sizes." + name + " is " + size + "; Sluice takes at most " + WIDEST);
        }
    }
}
