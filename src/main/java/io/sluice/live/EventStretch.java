package io.sluice.live;

import io.sluice.state.KeyState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Events of a key that followed each other.
 *
 * @param before the state that the step of the first one continued; null if the key started with it
 * @param events at least one event, the oldest first
 */
public record EventStretch(@Nullable KeyState before, List<LiveEvent> events) {}
