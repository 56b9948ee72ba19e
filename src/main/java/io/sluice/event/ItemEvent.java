package io.sluice.event;

import org.jspecify.annotations.Nullable;

/**
 * An event of one item: a click, a view, a purchase.
 *
 * @param key the key that the event itself names, null where its record does
 * @param timestamp the event's time in milliseconds since the epoch
 * @param item the item's name, with at least one character that can be seen
 */
public record ItemEvent(@Nullable String key, long timestamp, String item) implements Event {}
