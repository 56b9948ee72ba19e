package io.sluice.event;

/** A record that cannot be scored. {@code detail} is one sentence for people: what was found, and where. */
public record Malformed(DeadLetterReason reason, String detail) implements Decoded {

    /** A value of more bytes than are decoded. */
    public static Malformed tooLarge(int bytes, int maxBytes) {
        return new Malformed(
                DeadLetterReason.TOO_LARGE, "the value has " + bytes + " bytes; at most " + maxBytes + " are decoded");
    }

    static Malformed empty() {
        return new Malformed(DeadLetterReason.EMPTY, "the value is empty");
    }
}
