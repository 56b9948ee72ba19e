package io.sluice.live;

import io.sluice.state.KeyState;
import org.jspecify.annotations.Nullable;

/**
 * An event with the state that its step continued.
 *
 * @param before that state; null if the key started from nothing
 */
public record StartedEvent(LiveEvent event, @Nullable KeyState before) {}
