package io.sluice.stream.log;

import io.sluice.Internal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The value of one scored event, so that the log can name fields that events have. It keeps the first event, and after
 * each look the next one. It is thread-safe; while it has an event, offering one costs the reading of a field.
 */
@Internal
public final class EventSample {
    private volatile byte @Nullable [] value;

    /** Offers the value of a scored event. */
    public void offer(byte[] offered) {
        if (value == null) {
            value = offered;
        }
    }

    /** Returns the event that is kept, and lets the next one take its place. */
    Optional<byte[]> take() {
        Optional<byte[]> taken = Optional.ofNullable(value);
        value = null;
        return taken;
    }
}
