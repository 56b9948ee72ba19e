package io.sluice.offline.evaluation.run;

import java.util.List;
import java.util.function.BiConsumer;

/** Events of many keys in one order: the first of every key, then the second of every key that has one, and so on. */
final class RoundRobin {
    private RoundRobin() {}

    /** Gives each event with its key. */
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

    static long count(List<KeyEvents> keys) {
        return keys.stream().mapToLong(key -> key.events().size()).sum();
    }
}
