package io.sluice.offline.simulation;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;

/**
 * How one author writes: mostly a sentence or two of a favourite subject, with habits of their own about capitals,
 * emoji and typos; at times in another language, at great length, or nothing but an emoji.
 */
final class AuthorStyle {
    /** The length of the longest texts, in characters; they end with the sentence that reaches it. */
    static final int ENDLESS = 100_000;

    private static final List<String> SUBJECTS = List.of("film", "product", "food", "service", "app", "travel");
    private static final double EMOJI_ALONE = 0.01;
    private static final double FOREIGN = 0.04;
    private static final double ENDLESSLY = 0.0025;
    private static final double SHOUTED = 0.02;
    private static final double FAVOURITE = 0.5;
    private static final double FILLER = 0.15;

    private final Phrasebook phrases;
    private final Random random;
    private final String favourite;
    private final boolean capitals;
    /** The share of texts with a typo. */
    private final double typos;
    /** The share of texts with an emoji behind. */
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
        if (form < EMOJI_ALONE) {
            return phrases.say("emoji." + tone.label(), random);
        }
        if (form < EMOJI_ALONE + FOREIGN) {
            return phrases.say("foreign." + tone.label(), random);
        }
        return form < EMOJI_ALONE + FOREIGN + ENDLESSLY ? endless(tone) : ordinary(tone);
    }

    private String ordinary(Tone tone) {
        Set<String> sentences = new LinkedHashSet<>(); // nobody says the same thing twice
        if (random.nextDouble() < FILLER) {
            sentences.add(sentence("filler"));
        }
        String list = subject() + "." + tone.label();
        for (int left = length(); left > 0; left--) {
            sentences.add(sentence(list));
        }
        String text = String.join(" ", sentences);
        String typed = random.nextDouble() < typos ? Typo.in(text, random) : text;
        String written = random.nextDouble() < SHOUTED ? typed.toUpperCase(Locale.ROOT) : typed;
        return random.nextDouble() < emoji ? written + " " + phrases.say("emoji." + tone.label(), random) : written;
    }

    private String endless(Tone tone) {
        StringBuilder text = new StringBuilder();
        while (text.length() < ENDLESS) {
            text.append(sentence(subject() + "." + tone.label())).append(' ');
        }
        return text.toString();
    }

    private String subject() {
        return random.nextDouble() < FAVOURITE ? favourite : SUBJECTS.get(random.nextInt(SUBJECTS.size()));
    }

    /** How many sentences: mostly one or two, at times a whole review. */
    private int length() {
        double share = random.nextDouble();
        if (share < 0.85) {
            return share < 0.6 ? 1 : 2;
        }
        return share < 0.98 ? 3 + random.nextInt(3) : 8 + random.nextInt(20);
    }

    private String sentence(String list) {
        String sentence = phrases.say(list, random);
        return capitals ? capitalised(sentence) : sentence;
    }

    private static String capitalised(String sentence) {
        int second = sentence.offsetByCodePoints(0, 1);
        return sentence.substring(0, second).toUpperCase(Locale.ROOT) + sentence.substring(second);
    }
}
