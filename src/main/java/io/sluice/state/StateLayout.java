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
    /** The largest scorer state: a stored state keeps its length in 16 bits. */
    public static final int MOST_SCORER_BYTES = 0xFFFF;
}
