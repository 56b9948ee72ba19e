package io.sluice.training;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Streams of an imagined author whose mood turns, composed of single labelled texts: a stretch of
 * {@value #SHORTEST} to {@value #LONGEST} texts in one mood, then the other. Of all texts {@value #IN_LINE} have the
 * mood's label, the others its contrary, as people are not of a piece. An author keeps to one data set but for every
 * tenth text.
 */
final class MoodStreams {
    /** Texts of a stream. */
    static final int STEPS = 32;

    static final double IN_LINE = 0.8;
    private static final int SHORTEST = 3;
    private static final int LONGEST = 40;
    private static final double OWN_SET = 0.9;

    /** Texts by set and label: those against, then those for, of each set. */
    private final List<List<Utterance>> singlesByLabel = new ArrayList<>();

    private final int texts;

    /** Evidence of texts that share set and label, dealt out in a new order again and again. */
    private static final class Pool {
        private final List<Utterance> texts;
        private int next;

        Pool(List<Utterance> texts) {
            this.texts = new ArrayList<>(texts);
        }

        Utterance deal(Random random) {
            if (next == 0) {
                Collections.shuffle(texts, random);
            }
            Utterance dealt = texts.get(next);
            next = (next + 1) % texts.size();
            return dealt;
        }
    }

    /** @param conversations single texts are taken of them; documents are passed over */
    MoodStreams(List<Conversation> conversations) {
        List<Utterance> singles = conversations.stream()
                .filter(one -> !one.document())
                .flatMap(one -> one.utterances().stream())
                .toList();
        this.texts = singles.size();
        int sets = 1 + singles.stream().mapToInt(Utterance::set).max().orElse(-1);
        for (int set = 0; set < sets; set++) {
            List<Utterance> against = of(singles, set, 0);
            List<Utterance> pro = of(singles, set, 1);
            if (!against.isEmpty() && !pro.isEmpty()) {
                singlesByLabel.add(against);
                singlesByLabel.add(pro);
            }
        }
    }

    private static List<Utterance> of(List<Utterance> singles, int set, float label) {
        return singles.stream()
                .filter(one -> one.set() == set && one.label() == label)
                .toList();
    }

    /** How many streams an epoch has: as many texts as there are. */
    int count() {
        return singlesByLabel.isEmpty() ? 0 : (texts + STEPS - 1) / STEPS;
    }

    /** Streams as {@code random} has it; the same numbers give the same streams. */
    List<Conversation> compose(Random random) {
        List<Pool> pools = singlesByLabel.stream().map(Pool::new).toList();
        return IntStream.range(0, count()).mapToObj(i -> stream(pools, random)).toList();
    }

    private static Conversation stream(List<Pool> pools, Random random) {
        int set = random.nextInt(pools.size() / 2);
        int mood = random.nextInt(2);
        int left = length(random);
        List<Utterance> said = new ArrayList<>();
        for (int step = 0; step < STEPS; step++) {
            if (left-- == 0) {
                mood = 1 - mood;
                left = length(random);
            }
            int from = random.nextDouble() < OWN_SET ? set : random.nextInt(pools.size() / 2);
            int label = random.nextDouble() < IN_LINE ? mood : 1 - mood;
            said.add(pools.get(2 * from + label).deal(random).inMood(mood));
        }
        return new Conversation(false, said);
    }

    private static int length(Random random) {
        return SHORTEST + random.nextInt(LONGEST - SHORTEST + 1);
    }
}
