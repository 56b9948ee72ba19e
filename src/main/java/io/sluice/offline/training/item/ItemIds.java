package io.sluice.offline.training.item;

import io.sluice.offline.dataset.ClickSession;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The ids of the items of sessions, from 1, in descending order of clicks. The id 0 is any other item. */
public final class ItemIds {
    private final List<String> items;
    private final Map<String, Integer> ids = new HashMap<>();
    private final int[] clicks;

    /** Numbers the items of sessions. Items with the same number of clicks are in alphabetical order. */
    public ItemIds(List<ClickSession> sessions) {
        Map<String, Long> clicksByItem = sessions.stream()
                .flatMap(session -> session.items().stream())
                .collect(Collectors.groupingBy(item -> item, Collectors.counting()));
        List<Map.Entry<String, Long>> ranked = clicksByItem.entrySet().stream()
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

    /** Returns the items in the order of their ids. */
    List<String> items() {
        return items;
    }

    /** Returns the number of items, which is the largest id. */
    public int count() {
        return clicks.length - 1;
    }

    /** Returns the number of clicks of an item. */
    public int clicks(int id) {
        return clicks[id];
    }

    /** Returns the id of an item. */
    int of(String item) {
        return ids.getOrDefault(item, 0);
    }

    /** Returns the ids of a session's clicks. */
    public int[] of(ClickSession session) {
        return session.items().stream().mapToInt(this::of).toArray();
    }
}
