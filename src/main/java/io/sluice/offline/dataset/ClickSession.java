package io.sluice.offline.dataset;

import java.util.List;

/**
 * The clicks of one visit.
 *
 * @param id the session's name in its file
 * @param items the clicked items in order; at least one
 */
public record ClickSession(String id, List<String> items) {
    public ClickSession {
        items = List.copyOf(items);
        if (items.isEmpty()) {
            throw new IllegalArgumentException("session " + id + " has no clicks; it needs at least one");
        }
    }
}
