package io.sluice.offline.training.text;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Streams of an imagined author whose mood turns, composed of single labelled texts: a stretch of {@value #SHORTEST} to
 * {@value #LONGEST} texts in one mood, then another. Of all texts {@value #IN_LINE} have the mood's label, the others
 * another one, as people are not of a piece. An author keeps to one data set but for every tenth text.
 *
 * <p><b>Strangers.</b> People write of other things, and in other ways, than the data does; then evidence is weak, and
 * leans to one side whatever the mood is. A network that only knew the data would call such an author negative for
 * ever. So every second author is a stranger while learning: evidence is multiplied by a gain from {@value #LEAST_GAIN}
 * to 1, with noise in place of what it loses, and an offset is added to all of the author's texts, both normally
 * distributed. What tells the mood then is a change that lasts.
 */
final class SyntheticAuthors {
    /** Texts of a stream: as in a life that is longer than a window of learning. */
    static final int STEPS = 96;

    static final double IN_LINE = 0.8;
    private static final int SHORTEST = 3;
    private static final int LONGEST = 40;
    private static final double OWN_SET = 0.9;
    static final float LEAST_GAIN = 0.4f;
    /** Standard deviations of the offset, of which evidence has 1: one for all numbers, one for each. */
    private static final double COMMON_OFFSET = 0.8;

    private static final double OWN_OFFSET = 0.5;
    /** And for each that says which set a text is like: a stranger may seem to be from any. */
    private static final double ORIGIN_OFFSET = 3;

    /** Texts by set and, within a set, by label; of a set that lacks a label there are none. */
    private final List<List<TextStep>> singlesByLabel = new ArrayList<>();

    private final int labels;
    private final int texts;
    private final int firstOrigin;

    /** Evidence of texts that share set and label, dealt out in a new order again and again. */
    private static final class Pool {
        private final List<TextStep> texts;
        private int next;

        Pool(List<TextStep> texts) {
            this.texts = new ArrayList<>(texts);
        }

        TextStep deal(Random random) {
            if (next == 0) {
                Collections.shuffle(texts, random);
            }
            TextStep dealt = texts.get(next);
            next = (next + 1) % texts.size();
            return dealt;
        }
    }

    /**
     * @param conversations single texts are taken of them; documents and threads are passed over
     * @param labels how many there are
     * @param firstOrigin the first number of the evidence that says which data set a text is like
     */
    SyntheticAuthors(List<Conversation> conversations, int labels, int firstOrigin) {
        this.labels = labels;
        this.firstOrigin = firstOrigin;
        List<TextStep> singles = conversations.stream()
                .filter(one -> one.kind() == Conversation.Kind.SINGLE)
                .flatMap(one -> one.utterances().stream())
                .toList();
        this.texts = singles.size();
        int sets = 1 + singles.stream().mapToInt(TextStep::set).max().orElse(-1);
        for (int set = 0; set < sets; set++) {
            int own = set;
            List<List<TextStep>> byLabel = IntStream.range(0, labels)
                    .mapToObj(label -> of(singles, own, label))
                    .toList();
            if (byLabel.stream().noneMatch(List::isEmpty)) {
                singlesByLabel.addAll(byLabel);
            }
        }
    }

    private static List<TextStep> of(List<TextStep> singles, int set, int label) {
        return singles.stream()
                .filter(one -> one.set() == set && one.label() == label)
                .toList();
    }

    /** How many streams are composed: as many texts as there are. */
    int count() {
        return singlesByLabel.isEmpty() ? 0 : (texts + STEPS - 1) / STEPS;
    }

    /** Streams as {@code random} has it; the same numbers give the same streams. */
    List<Conversation> compose(Random random) {
        List<Pool> pools = singlesByLabel.stream().map(Pool::new).toList();
        return IntStream.range(0, count()).mapToObj(i -> stream(pools, random)).toList();
    }

    /** As many streams of strangers. */
    List<Conversation> composeStrangers(Random random) {
        return compose(random).stream().map(stream -> strange(stream, random)).toList();
    }

    private Conversation strange(Conversation stream, Random random) {
        float gain = LEAST_GAIN + (1 - LEAST_GAIN) * random.nextFloat();
        float leaning = (float) (COMMON_OFFSET * random.nextGaussian());
        float[] offset = new float[stream.utterances().get(0).evidence().length];
        for (int i = 0; i < offset.length; i++) {
            double deviation = i < firstOrigin ? OWN_OFFSET : ORIGIN_OFFSET;
            offset[i] = leaning + (float) (deviation * random.nextGaussian());
        }
        return new Conversation(
                Conversation.Kind.STRANGER,
                stream.utterances().stream()
                        .map(text -> text.with(strange(text.evidence(), gain, offset, random)))
                        .toList());
    }

    private static float[] strange(float[] evidence, float gain, float[] offset, Random random) {
        double noise = Math.sqrt(1 - gain * gain);
        for (int i = 0; i < evidence.length; i++) {
            evidence[i] = gain * evidence[i] + offset[i] + (float) (noise * random.nextGaussian());
        }
        return evidence;
    }

    private Conversation stream(List<Pool> pools, Random random) {
        int set = random.nextInt(pools.size() / labels);
        int mood = random.nextInt(labels);
        int left = length(random);
        List<TextStep> said = new ArrayList<>();
        for (int step = 0; step < STEPS; step++) {
            if (left-- == 0) {
                mood = another(mood, random);
                left = length(random);
            }
            int from = random.nextDouble() < OWN_SET ? set : random.nextInt(pools.size() / labels);
            int label = random.nextDouble() < IN_LINE ? mood : another(mood, random);
            said.add(pools.get(labels * from + label).deal(random).inMood(mood));
        }
        return new Conversation(Conversation.Kind.STREAM, said);
    }

    private int another(int label, Random random) {
        return (label + 1 + (labels == 2 ? 0 : random.nextInt(labels - 1))) % labels;
    }

    private static int length(Random random) {
        return SHORTEST + random.nextInt(LONGEST - SHORTEST + 1);
    }
}
