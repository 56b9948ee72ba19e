package io.sluice.event;

import org.jspecify.annotations.Nullable;

/**
 * An event of one item: a click, a view or a purchase.
 *
 * @param key the key that the event names; null if the record has the key
 * @param timestamp the time of the event in milliseconds since the epoch
 * @param isTimed whether the event has a time of its own
 * @param item the name of the item, with at least one visible character
 */
public record ItemEvent(@Nullable String key, long timestamp, boolean isTimed, String item) implements Event {}
