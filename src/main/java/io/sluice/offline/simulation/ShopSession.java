package io.sluice.offline.simulation;

import java.time.Instant;
import java.util.List;

/**
 * One visit of a simulated shopper, from the first click to the last.
 *
 * @param key the key of the records, such as {@code shopper-007/3} for the third visit
 * @param begin the time of the first click
 * @param items the clicked items in order; at least one
 */
public record ShopSession(String key, Instant begin, List<String> items) {
    public ShopSession {
        items = List.copyOf(items);
    }
}
