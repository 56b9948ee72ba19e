package io.sluice.offline.simulation;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Named lists of phrases. A slot {@code <name>} in a phrase is replaced by a random phrase of that list. */
final class Phrasebook {
    private static final Pattern SLOT = Pattern.compile("<([a-z.]+)>");

    private final Map<String, List<String>> lists;

    /**
     * Creates a phrasebook of lists by name.
     *
     * @throws IllegalArgumentException if a list is empty, or a slot names a list that does not exist
     */
    Phrasebook(Map<String, List<String>> lists) {
        this.lists = Map.copyOf(lists);
        lists.forEach((name, entries) -> {
            if (entries.isEmpty()) {
                throw new IllegalArgumentException("the list " + name + " is empty; give it at least one phrase");
            }
            entries.forEach(this::requireSlotLists);
        });
    }

    /** Reads the lists in {@code phrases.yaml}. */
    static Phrasebook load() {
        try (InputStream phrases = Phrasebook.class.getResourceAsStream("phrases.yaml")) {
            return new Phrasebook(new YAMLMapper().readValue(phrases, new TypeReference<>() {}));
        } catch (IOException e) {
            throw new UncheckedIOException("phrases.yaml cannot be read", e);
        }
    }

    /** Returns a random phrase of a list, with its slots filled. */
    String phrase(String list, Random random) {
        List<String> entries = entries(list);
        String entry = entries.get(random.nextInt(entries.size()));
        return SLOT.matcher(entry).replaceAll(slot -> Matcher.quoteReplacement(phrase(slot.group(1), random)));
    }

    private List<String> entries(String list) {
        List<String> entries = lists.get(list);
        if (entries == null) {
            throw new IllegalArgumentException("there is no list " + list);
        }
        return entries;
    }

    private void requireSlotLists(String entry) {
        SLOT.matcher(entry).results().forEach(slot -> entries(slot.group(1)));
    }
}
