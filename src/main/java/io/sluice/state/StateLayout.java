package io.sluice.state;

/**
 * The meaning and the sizes of the states that a running model and its scorer write.
 *
 * @param fingerprint the fingerprint of the model
 * @param packedBytes the number of bytes of the model's packed state
 * @param scorerFormat the format of the scorer state; a scorer that changes the meaning of its bytes changes it
 * @param scorerBytes the number of bytes of the scorer state
 */
public record StateLayout(long fingerprint, int packedBytes, int scorerFormat, int scorerBytes) {
    /** The largest scorer state: a state must fit into a record of the changelog, which has 1 MiB by default. */
    public static final int MOST_SCORER_BYTES = 1 << 19;
}
