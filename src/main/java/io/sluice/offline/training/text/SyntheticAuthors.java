package io.sluice.offline.training.text;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Composes conversations of synthetic authors, whose mood turns, from single labelled texts. An author has one mood for
 * {@value #MIN_PHASE} to {@value #MAX_PHASE} texts, and then another. A share of {@value #AGREEMENT} of the texts has
 * the label of the mood; the others have another label, as the opinions of a person differ from text to text. All but
 * every tenth text of an author are from one data set.
 *
 * <p><b>Shifted evidence.</b> Real authors write about other subjects than the data, and in other ways. Then the
 * evidence is weak and biased to one side, whatever the mood is. A network that had seen the data alone would call such
 * an author negative for ever. So training also composes as many other authors with shifted evidence. It multiplies the
 * evidence by a gain from {@value #MIN_GAIN} to 1 and adds noise that restores the variance. It also adds an offset,
 * the same for all texts of the author. Noise and offset are normally distributed. In such a conversation only a
 * lasting change of the evidence reveals the mood.
 */
final class SyntheticAuthors {
    /** The number of texts of an author: more than one training window, so that the state is carried on. */
    static final int STEPS = 96;

    static final double AGREEMENT = 0.8;
    static final float MIN_GAIN = 0.4f;
    private static final int MIN_PHASE = 3;
    private static final int MAX_PHASE = 40;
    private static final double OWN_SET = 0.9;
    /** The standard deviation of the offset that all numbers share. Evidence has a deviation of 1. */
    private static final double COMMON_OFFSET = 0.8;
    /** The standard deviation of the offset of each number. */
    private static final double OWN_OFFSET = 0.5;
    /** The same for the domain numbers, which say which set a text resembles: an author may resemble any set. */
    private static final double DOMAIN_OFFSET = 3;

    /** Texts by set and, within a set, by label. A set that lacks a label is left out. */
    private final List<List<TextStep>> singlesByLabel = new ArrayList<>();

    private final int labels;
    private final int texts;
    private final int firstDomainColumn;

    /** The texts of one set and label. It deals all of them in a random order, and then again in another one. */
    private static final class Deck {
        private final List<TextStep> texts;
        private int next;

        Deck(List<TextStep> texts) {
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
     * @param conversations the source of the single texts; documents and threads are ignored
     * @param labels the number of labels
     * @param firstDomainColumn the first column of the evidence that says which data set a text resembles
     */
    SyntheticAuthors(List<Conversation> conversations, int labels, int firstDomainColumn) {
        this.labels = labels;
        this.firstDomainColumn = firstDomainColumn;
        List<TextStep> singles = conversations.stream()
                .filter(conversation -> conversation.kind() == Conversation.Kind.SINGLE)
                .flatMap(conversation -> conversation.steps().stream())
                .toList();
        this.texts = singles.size();
        int sets = 1 + singles.stream().mapToInt(TextStep::set).max().orElse(-1);
        for (int i = 0; i < sets; i++) {
            int set = i;
            List<List<TextStep>> byLabel = IntStream.range(0, labels)
                    .mapToObj(label -> select(singles, set, label))
                    .toList();
            if (byLabel.stream().noneMatch(List::isEmpty)) {
                singlesByLabel.addAll(byLabel);
            }
        }
    }

    private static List<TextStep> select(List<TextStep> singles, int set, int label) {
        return singles.stream()
                .filter(text -> text.set() == set && text.label() == label)
                .toList();
    }

    /** Returns the number of authors. Together they have about as many texts as there are single texts. */
    int count() {
        return singlesByLabel.isEmpty() ? 0 : (texts + STEPS - 1) / STEPS;
    }

    /** Composes {@link #count} conversations. The same random numbers give the same conversations. */
    List<Conversation> compose(Random random) {
        List<Deck> decks = singlesByLabel.stream().map(Deck::new).toList();
        return IntStream.range(0, count())
                .mapToObj(i -> conversation(decks, random))
                .toList();
    }

    /** Composes {@link #count} conversations with shifted evidence. */
    List<Conversation> composeShifted(Random random) {
        return compose(random).stream()
                .map(conversation -> shift(conversation, random))
                .toList();
    }

    private Conversation shift(Conversation conversation, Random random) {
        float gain = MIN_GAIN + (1 - MIN_GAIN) * random.nextFloat();
        float common = (float) (COMMON_OFFSET * random.nextGaussian());
        float[] offset = new float[conversation.steps().get(0).evidence().length];
        for (int i = 0; i < offset.length; i++) {
            double deviation = i < firstDomainColumn ? OWN_OFFSET : DOMAIN_OFFSET;
            offset[i] = common + (float) (deviation * random.nextGaussian());
        }
        return new Conversation(
                Conversation.Kind.SHIFTED,
                conversation.steps().stream()
                        .map(text -> text.withEvidence(shift(text.evidence(), gain, offset, random)))
                        .toList());
    }

    private static float[] shift(float[] evidence, float gain, float[] offset, Random random) {
        double noise = Math.sqrt(1 - gain * gain);
        for (int i = 0; i < evidence.length; i++) {
            evidence[i] = gain * evidence[i] + offset[i] + (float) (noise * random.nextGaussian());
        }
        return evidence;
    }

    private Conversation conversation(List<Deck> decks, Random random) {
        int set = random.nextInt(decks.size() / labels);
        int mood = random.nextInt(labels);
        int left = phaseLength(random);
        List<TextStep> dealt = new ArrayList<>();
        for (int step = 0; step < STEPS; step++) {
            if (left-- == 0) {
                mood = anotherLabel(mood, random);
                left = phaseLength(random);
            }
            int from = random.nextDouble() < OWN_SET ? set : random.nextInt(decks.size() / labels);
            int label = random.nextDouble() < AGREEMENT ? mood : anotherLabel(mood, random);
            dealt.add(decks.get(labels * from + label).deal(random).withMood(mood));
        }
        return new Conversation(Conversation.Kind.SYNTHETIC, dealt);
    }

    private int anotherLabel(int label, Random random) {
        return (label + 1 + (labels == 2 ? 0 : random.nextInt(labels - 1))) % labels;
    }

    private static int phaseLength(Random random) {
        return MIN_PHASE + random.nextInt(MAX_PHASE - MIN_PHASE + 1);
    }
}
