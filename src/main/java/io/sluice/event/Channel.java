package io.sluice.event;

/**
 * A numeric channel of an event.
 *
 * @param name its name
 * @param pointer the JSON pointer (RFC 6901) to its value
 * @param accepted the values that are readings
 * @param isMarked whether the model sees a mark if the channel is missing; without it, it reads a 0
 */
public record Channel(String name, String pointer, AcceptedValues accepted, boolean isMarked) {
    /** A channel whose every finite number is a reading, and which the model sees missing. */
    public Channel(String name, String pointer) {
        this(name, pointer, AcceptedValues.ALL, true);
    }
}
