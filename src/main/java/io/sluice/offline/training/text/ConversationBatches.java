package io.sluice.offline.training.text;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.sluice.offline.training.loop.Batches;
import io.sluice.offline.training.loop.SequenceBatch;
import io.sluice.offline.training.loop.SequenceWindow;
import io.sluice.offline.training.loop.Window;
import io.sluice.offline.training.torchscript.Network;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Conversations in batches of similar length, in windows of {@value #WINDOW} texts. The packed state is carried from
 * one window to the next. An epoch has all documents and threads, and new {@link SyntheticAuthors}, with and without
 * shifted evidence.
 *
 * <p>The loss is the cross-entropy of the running label, plus that of the label of each text that has one. A document
 * weighs as much as a window of a synthetic author. The weight of its running label grows with the share of the
 * document that has been read.
 */
final class ConversationBatches implements Batches {
    private static final int WINDOW = 32;
    private static final int BATCH_SIZE = 16;
    /** The share of a document's weight that its last text has, after which the running label is the answer. */
    private static final float LAST_TEXT_WEIGHT = 0.3f;
    /** The weight of the running label of synthetic authors, relative to that of text labels and of documents. */
    private static final float SYNTHETIC_WEIGHT = 0.5f;

    private final TextModule module;
    private final List<Double> setWeights;
    private final List<List<Conversation>> realBatches;
    private final SyntheticAuthors authors;
    private final int windows;

    /**
     * @param setWeights the weight of a single text, by data set
     * @param firstDomainColumn the first column of the evidence that says which data set a text resembles
     */
    ConversationBatches(
            TextModule module, List<Double> setWeights, int firstDomainColumn, List<Conversation> conversations) {
        this.module = module;
        this.setWeights = List.copyOf(setWeights);
        this.realBatches = batches(conversations.stream()
                .filter(conversation -> conversation.isDocument() || conversation.isThread())
                .sorted(Comparator.comparing(Conversation::size))
                .toList());
        this.authors = new SyntheticAuthors(conversations, module.labels(), firstDomainColumn);
        int realWindows =
                realBatches.stream().mapToInt(batch -> windows(batch).size()).sum();
        int windowsPerAuthor = (SyntheticAuthors.STEPS + WINDOW - 1) / WINDOW;
        int authorBatches = (authors.count() + BATCH_SIZE - 1) / BATCH_SIZE;
        this.windows = realWindows + 2 * windowsPerAuthor * authorBatches;
    }

    private static List<List<Conversation>> batches(List<Conversation> conversations) {
        return IntStream.iterate(0, from -> from < conversations.size(), from -> from + BATCH_SIZE)
                .mapToObj(from -> conversations.subList(from, Math.min(conversations.size(), from + BATCH_SIZE)))
                .toList();
    }

    private List<Window> windows(List<Conversation> batch) {
        return SequenceWindow.cut(new ConversationBatch(batch), WINDOW);
    }

    @Override
    public int windows() {
        return windows;
    }

    @Override
    public Iterable<List<Window>> epoch(RandomGenerator random) {
        Random order = new Random(random.nextLong());
        List<List<Conversation>> batches = new ArrayList<>(realBatches);
        batches.addAll(batches(authors.compose(order)));
        batches.addAll(batches(authors.composeShifted(order)));
        Collections.shuffle(batches, order);
        return () -> batches.stream().map(this::windows).iterator();
    }

    /** Conversations side by side. */
    private final class ConversationBatch implements SequenceBatch {
        private final List<Conversation> conversations;

        ConversationBatch(List<Conversation> conversations) {
            this.conversations = conversations;
        }

        @Override
        public int count() {
            return conversations.size();
        }

        @Override
        public int steps() {
            return conversations.stream().mapToInt(Conversation::size).max().orElse(0);
        }

        @Override
        public int stateSize() {
            return module.sizes().state();
        }

        @Override
        public long targets(int from, int to) {
            return conversations.stream()
                    .mapToLong(conversation -> Math.max(0, Math.min(to, conversation.size()) - from))
                    .sum();
        }

        @Override
        public Window.Result run(Network network, NDManager arrays, NDArray state, int from, int to) {
            int steps = to - from;
            Tensors tensors = new Tensors(from, steps);
            NDList result = network.call(
                    "learn_seq",
                    arrays.create(tensors.evidence, new Shape(steps, count(), module.width())),
                    arrays.create(tensors.tokens, new Shape(steps, count(), 1)),
                    state);
            NDArray loss = crossEntropy(result.get(0), tensors.labelWeights)
                    .add(crossEntropy(result.get(1), tensors.moodWeights));
            return new Window.Result(loss.div(arrays.create(count())), new NDList(result.get(2)));
        }

        /** Returns the sum over texts of the weight of the true label times its negative log-probability. */
        private NDArray crossEntropy(NDArray logits, float[] weights) {
            NDArray weight = logits.getManager().create(weights, logits.getShape());
            return logits.logSoftmax(2).mul(weight).sum().neg();
        }

        /** The inputs and weights of a window, by step and conversation. The weights are 0 except at the true label. */
        private final class Tensors {
            private final float[] evidence;
            private final float[] tokens;
            private final float[] labelWeights;
            private final float[] moodWeights;

            Tensors(int from, int steps) {
                int texts = steps * count();
                evidence = new float[texts * module.width()];
                tokens = new float[texts];
                labelWeights = new float[texts * module.labels()];
                moodWeights = new float[labelWeights.length];
                for (int row = 0; row < count(); row++) {
                    Conversation conversation = conversations.get(row);
                    for (int step = 0; step < steps && from + step < conversation.size(); step++) {
                        put(conversation, from + step, step * count() + row);
                    }
                }
            }

            private void put(Conversation conversation, int step, int position) {
                TextStep text = conversation.steps().get(step);
                text.copyEvidence(evidence, position * module.width());
                tokens[position] = text.tokenCount();
                float share = conversation.isThread() ? 1 : 1f / WINDOW;
                labelWeights[position * module.labels() + text.label()] =
                        conversation.isLabelled() ? (float) (share * setWeights.get(text.set())) : 0;
                moodWeights[position * module.labels() + text.mood()] = moodWeight(conversation, step);
            }
        }
    }

    private static float moodWeight(Conversation conversation, int step) {
        if (conversation.isThread()) {
            return 1;
        }
        if (!conversation.isDocument()) {
            return SYNTHETIC_WEIGHT / WINDOW;
        }
        float read = (step + 1f) / conversation.size();
        float last = step + 1 == conversation.size() ? LAST_TEXT_WEIGHT : 0;
        return (1 - LAST_TEXT_WEIGHT) * 2 * read / (conversation.size() + 1) + last;
    }
}
