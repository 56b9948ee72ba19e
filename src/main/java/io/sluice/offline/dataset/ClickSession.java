package io.sluice.offline.dataset;

import java.util.List;

/**
 * The items that someone clicked on in one visit, in the order of the clicks.
 *
 * @param id what the file calls it
 */
public record ClickSession(String id, List<String> items) {
    public ClickSession {
        items = List.copyOf(items);
        if (items.isEmpty()) {
            throw new IllegalArgumentException("session " + id + " has no click");
        }
    }
}
