package io.sluice.offline.training.item;

import io.sluice.offline.dataset.ClickSession;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Ids of the items of some sessions, from 1, the most clicked first; 0 is any other item. */
public final class ItemIds {
    private final List<String> items;
    private final Map<String, Integer> ids = new HashMap<>();
    private final int[] clicks;

    public ItemIds(List<ClickSession> sessions) {
        Map<String, Long> counted = sessions.stream()
                .flatMap(session -> session.items().stream())
                .collect(Collectors.groupingBy(item -> item, Collectors.counting()));
        List<Map.Entry<String, Long>> ranked = counted.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .toList();
        this.clicks = new int[ranked.size() + 1];
        ranked.forEach(item -> {
            ids.put(item.getKey(), ids.size() + 1);
            clicks[ids.size()] = Math.toIntExact(item.getValue());
        });
        this.items = ranked.stream().map(Map.Entry::getKey).toList();
    }

    /** The items in the order of their ids. */
    List<String> items() {
        return items;
    }

    /** The largest id, which is the number of items. */
    public int count() {
        return clicks.length - 1;
    }

    /** How often the item was clicked. */
    public int clicks(int id) {
        return clicks[id];
    }

    /** The id of an item. */
    int of(String item) {
        return ids.getOrDefault(item, 0);
    }

    /** The ids of a session's clicks. */
    public int[] of(ClickSession session) {
        return session.items().stream().mapToInt(this::of).toArray();
    }
}
