package io.sluice.event;

/**
 * A record that cannot be scored.
 *
 * @param detail one sentence for people: what was found, and where
 */
public record Malformed(DeadLetterReason reason, String detail) implements Decoded {

    /** Returns the outcome for a value that is too large to decode. */
    public static Malformed tooLarge(int bytes, int maxBytes) {
        return new Malformed(
                DeadLetterReason.TOO_LARGE, "the value has " + bytes + " bytes; at most " + maxBytes + " are decoded");
    }

    /** Returns the outcome for a value without a byte. */
    public static Malformed empty() {
        return new Malformed(DeadLetterReason.EMPTY, "the value is empty");
    }
}
