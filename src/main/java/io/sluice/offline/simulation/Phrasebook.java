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

/** Lists of things to say, by name; {@code <name>} in an entry stands for any entry of that list. */
final class Phrasebook {
    private static final Pattern SLOT = Pattern.compile("<([a-z.]+)>");

    private final Map<String, List<String>> lists;

    /**
     * A book of these lists.
     *
     * @throws IllegalArgumentException if a list is empty, or an entry asks for one that is not there
     */
    Phrasebook(Map<String, List<String>> lists) {
        this.lists = Map.copyOf(lists);
        lists.forEach((name, entries) -> {
            if (entries.isEmpty()) {
                throw new IllegalArgumentException("the list " + name + " is empty");
            }
            entries.forEach(this::requireItsLists);
        });
    }

    /** The lists that the program brings. */
    static Phrasebook ours() {
        try (InputStream phrases = Phrasebook.class.getResourceAsStream("phrases.yaml")) {
            return new Phrasebook(new YAMLMapper().readValue(phrases, new TypeReference<>() {}));
        } catch (IOException e) {
            throw new UncheckedIOException("phrases.yaml cannot be read", e);
        }
    }

    /** An entry of this list, whole. */
    String say(String list, Random random) {
        List<String> entries = entries(list);
        String entry = entries.get(random.nextInt(entries.size()));
        return SLOT.matcher(entry).replaceAll(slot -> Matcher.quoteReplacement(say(slot.group(1), random)));
    }

    private List<String> entries(String list) {
        List<String> entries = lists.get(list);
        if (entries == null) {
            throw new IllegalArgumentException("there is no list " + list);
        }
        return entries;
    }

    private void requireItsLists(String entry) {
        SLOT.matcher(entry).results().forEach(slot -> entries(slot.group(1)));
    }
}
