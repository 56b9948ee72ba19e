package io.sluice.offline.simulation;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;

/**
 * The writing style of one author. Most texts are one or two sentences about a favourite subject. The author has habits
 * for capitals, emoji and typos. A few texts are in another language, very long, or only an emoji.
 */
final class AuthorStyle {
    /** The least number of characters of a very long text; the text ends with the sentence that reaches it. */
    static final int VERY_LONG = 100_000;

    private static final List<String> SUBJECTS = List.of("film", "product", "food", "service", "app", "travel");
    private static final double EMOJI_ONLY = 0.01;
    private static final double FOREIGN = 0.04;
    private static final double VERY_LONG_SHARE = 0.0025;
    private static final double SHOUTED = 0.02;
    private static final double FAVOURITE = 0.5;
    private static final double FILLER = 0.15;

    private final Phrasebook phrases;
    private final Random random;
    private final String favourite;
    private final boolean capitals;
    /** The share of texts with a typo. */
    private final double typos;
    /** The share of texts that end with an emoji. */
    private final double emoji;

    AuthorStyle(Phrasebook phrases, Random random) {
        this.phrases = phrases;
        this.random = random;
        this.favourite = SUBJECTS.get(random.nextInt(SUBJECTS.size()));
        this.capitals = random.nextDouble() < 0.7;
        this.typos = 0.15 * random.nextDouble();
        this.emoji = 0.3 * random.nextDouble();
    }

    String write(Tone tone) {
        double form = random.nextDouble();
        if (form < EMOJI_ONLY) {
            return phrases.phrase("emoji." + tone.label(), random);
        }
        if (form < EMOJI_ONLY + FOREIGN) {
            return phrases.phrase("foreign." + tone.label(), random);
        }
        return form < EMOJI_ONLY + FOREIGN + VERY_LONG_SHARE ? veryLong(tone) : ordinary(tone);
    }

    private String ordinary(Tone tone) {
        Set<String> sentences = new LinkedHashSet<>(); // no sentence occurs twice in a text
        if (random.nextDouble() < FILLER) {
            sentences.add(sentence("filler"));
        }
        String list = subject() + "." + tone.label();
        for (int left = sentenceCount(); left > 0; left--) {
            sentences.add(sentence(list));
        }
        String text = String.join(" ", sentences);
        String typed = random.nextDouble() < typos ? Typo.in(text, random) : text;
        String written = random.nextDouble() < SHOUTED ? typed.toUpperCase(Locale.ROOT) : typed;
        return random.nextDouble() < emoji ? written + " " + phrases.phrase("emoji." + tone.label(), random) : written;
    }

    private String veryLong(Tone tone) {
        StringBuilder text = new StringBuilder();
        while (text.length() < VERY_LONG) {
            text.append(sentence(subject() + "." + tone.label())).append(' ');
        }
        return text.toString();
    }

    private String subject() {
        return random.nextDouble() < FAVOURITE ? favourite : SUBJECTS.get(random.nextInt(SUBJECTS.size()));
    }

    /** Draws the number of sentences: usually one or two, sometimes a whole review. */
    private int sentenceCount() {
        double share = random.nextDouble();
        if (share < 0.85) {
            return share < 0.6 ? 1 : 2;
        }
        return share < 0.98 ? 3 + random.nextInt(3) : 8 + random.nextInt(20);
    }

    private String sentence(String list) {
        String sentence = phrases.phrase(list, random);
        return capitals ? capitalised(sentence) : sentence;
    }

    private static String capitalised(String sentence) {
        int second = sentence.offsetByCodePoints(0, 1);
        return sentence.substring(0, second).toUpperCase(Locale.ROOT) + sentence.substring(second);
    }
}
