package io.sluice.evaluation;

import io.sluice.event.ClickSession;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Ids of the items of some sessions, from 1, the most clicked first; 0 is any other item. */
final class ItemIds {
    private final Map<String, Integer> ids = new HashMap<>();
    private final int[] clicks;

    ItemIds(List<ClickSession> sessions) {
        Map<String, Long> counted = sessions.stream()
                .flatMap(session -> session.items().stream())
                .collect(Collectors.groupingBy(item -> item, Collectors.counting()));
        List<Map.Entry<String, Long>> items = counted.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .toList();
        this.clicks = new int[items.size() + 1];
        items.forEach(item -> {
            ids.put(item.getKey(), ids.size() + 1);
            clicks[ids.size()] = (int) (long) item.getValue();
        });
    }

    /** The largest id, which is the number of items. */
    int count() {
        return clicks.length - 1;
    }

    int clicks(int id) {
        return clicks[id];
    }

    int of(String item) {
        return ids.getOrDefault(item, 0);
    }

    int[] of(ClickSession session) {
        return session.items().stream().mapToInt(this::of).toArray();
    }
}
