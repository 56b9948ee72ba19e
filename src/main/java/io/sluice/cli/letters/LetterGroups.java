package io.sluice.cli.letters;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The records of a dead-letter topic, in groups by reason and topic of origin. */
final class LetterGroups {
    private final LetterChoice choice;
    private final int limit;
    private final Map<LetterGroup.Name, LetterGroup> groups = new LinkedHashMap<>();
    private long records;
    private long others;

    /**
     * Begins without records.
     *
     * @param limit the largest number of samples of a group
     */
    LetterGroups(LetterChoice choice, int limit) {
        this.choice = choice;
        this.limit = limit;
    }

    void add(ConsumerRecord<byte[], byte[]> record) {
        records++;
        if (!Letter.isLetter(record)) {
            others++;
            return;
        }
        Letter letter = new Letter(record);
        if (choice.includes(letter)) {
            groups.computeIfAbsent(
                            new LetterGroup.Name(letter.reason(), letter.topic()), name -> new LetterGroup(limit))
                    .add(letter);
        }
    }

    /** Returns the number of records in the topic, chosen or not. */
    long records() {
        return records;
    }

    /** Returns the number of records that are no dead letters. */
    long others() {
        return others;
    }

    /** Returns the number of chosen letters. */
    long chosen() {
        return groups.values().stream().mapToLong(LetterGroup::count).sum();
    }

    /** Passes on the groups, the largest first. */
    void forEach(BiConsumer<LetterGroup.Name, LetterGroup> each) {
        List<Map.Entry<LetterGroup.Name, LetterGroup>> sorted = new ArrayList<>(groups.entrySet());
        sorted.sort(Comparator.comparingLong((Map.Entry<LetterGroup.Name, LetterGroup> entry) ->
                        entry.getValue().count())
                .reversed());
        sorted.forEach(entry -> each.accept(entry.getKey(), entry.getValue()));
    }
}
