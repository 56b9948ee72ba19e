package io.sluice.stream.log;

import io.sluice.Internal;
import java.util.Set;

/**
 * The fields that the scored events had, since the start of the process.
 *
 * @param events the number of events that were scored
 * @param channels the channels of which at least one event had a value, if only one that was ignored
 * @param time whether at least one event had a time of its own
 */
@Internal
public record FieldsSeen(long events, Set<String> channels, boolean time) {
    /** No events. */
    static final FieldsSeen NONE = new FieldsSeen(0, Set.of(), false);

    public FieldsSeen {
        channels = Set.copyOf(channels);
    }
}
