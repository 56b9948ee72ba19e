package io.sluice.offline.evaluation.run;

import java.util.List;
import java.util.function.BiConsumer;

/** Mixes the events of many keys: first the first event of every key, then the second event of every key, and so on. */
final class RoundRobin {
    private RoundRobin() {}

    /** Passes each key and event to {@code sink}. */
    static void forEach(List<KeyEvents> keys, BiConsumer<String, String> sink) {
        int longest = keys.stream().mapToInt(key -> key.events().size()).max().orElse(0);
        for (int i = 0; i < longest; i++) {
            for (KeyEvents key : keys) {
                if (i < key.events().size()) {
                    sink.accept(key.key(), key.events().get(i));
                }
            }
        }
    }

    /** Returns the number of events of all keys. */
    static long count(List<KeyEvents> keys) {
        return keys.stream().mapToLong(key -> key.events().size()).sum();
    }
}
