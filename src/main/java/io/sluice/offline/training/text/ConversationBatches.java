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
 * Documents and authors' threads side by side with others of their length, and {@link SyntheticAuthors}, of strangers
 * too, that every epoch composes anew, in windows of {@value #WINDOW} texts with the packed state carried from one to
 * the next.
 *
 * <p>The loss is the cross-entropy of the running mood, and of single texts with labels of their own. A document weighs
 * as much as a window of a stream, its running mood the more the more of it was read.
 */
final class ConversationBatches implements Batches {
    private static final int WINDOW = 32;
    private static final int LANES = 16;
    /** The part of a document's weight that its last text has, where its label is asked for. */
    private static final float LAST = 0.3f;
    /** The weight of the mood in streams beside that of single texts and of documents. */
    private static final float STREAM = 0.5f;

    private final TextModule cell;
    private final List<Double> setWeights;
    private final List<List<Conversation>> whole;
    private final SyntheticAuthors streams;
    private final int windows;

    /**
     * @param setWeights the weight of a single text, by data set
     * @param firstOrigin the first number of the evidence that says which data set a text is like
     */
    ConversationBatches(TextModule cell, List<Double> setWeights, int firstOrigin, List<Conversation> conversations) {
        this.cell = cell;
        this.setWeights = List.copyOf(setWeights);
        this.whole = lanes(conversations.stream()
                .filter(one -> one.isDocument() || one.isThread())
                .sorted(Comparator.comparing(Conversation::size))
                .toList());
        this.streams = new SyntheticAuthors(conversations, cell.labels(), firstOrigin);
        int ofWhole = whole.stream().mapToInt(batch -> windows(batch).size()).sum();
        int ofStream = (SyntheticAuthors.STEPS + WINDOW - 1) / WINDOW;
        this.windows = ofWhole + 2 * ofStream * ((streams.count() + LANES - 1) / LANES);
    }

    private static List<List<Conversation>> lanes(List<Conversation> conversations) {
        return IntStream.iterate(0, from -> from < conversations.size(), from -> from + LANES)
                .mapToObj(from -> conversations.subList(from, Math.min(conversations.size(), from + LANES)))
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
        List<List<Conversation>> batches = new ArrayList<>(whole);
        batches.addAll(lanes(streams.compose(order)));
        batches.addAll(lanes(streams.composeShifted(order)));
        Collections.shuffle(batches, order);
        return () -> batches.stream().map(this::windows).iterator();
    }

    /** Conversations side by side. */
    private final class ConversationBatch implements SequenceBatch {
        private final List<Conversation> lanes;

        ConversationBatch(List<Conversation> lanes) {
            this.lanes = lanes;
        }

        @Override
        public int count() {
            return lanes.size();
        }

        @Override
        public int steps() {
            return lanes.stream().mapToInt(Conversation::size).max().orElse(0);
        }

        @Override
        public int stateSize() {
            return cell.sizes().state();
        }

        @Override
        public long targets(int from, int to) {
            return lanes.stream()
                    .mapToLong(lane -> Math.max(0, Math.min(to, lane.size()) - from))
                    .sum();
        }

        @Override
        public Window.Result run(Network network, NDManager arrays, NDArray state, int from, int to) {
            int steps = to - from;
            Tensors tensors = new Tensors(from, steps);
            int count = lanes.size();
            NDList found = network.call(
                    "learn_seq",
                    arrays.create(tensors.said, new Shape(steps, count, cell.width())),
                    arrays.create(tensors.tokens, new Shape(steps, count, 1)),
                    state);
            NDArray loss = crossEntropy(found.get(0), tensors.labels).add(crossEntropy(found.get(1), tensors.moods));
            return new Window.Result(loss.div(count), new NDList(found.get(2)));
        }

        /** The sum over texts of the truth's weight times the negative logarithm of its probability. */
        private NDArray crossEntropy(NDArray logits, float[] weights) {
            NDArray weight = logits.getManager().create(weights, logits.getShape());
            return logits.logSoftmax(2).mul(weight).sum().neg();
        }

        /** What a window's tensors hold, by step and lane; the truth's weight stands at its label. */
        private final class Tensors {
            private final float[] said;
            private final float[] tokens;
            private final float[] labels;
            private final float[] moods;

            Tensors(int from, int steps) {
                said = new float[steps * lanes.size() * cell.width()];
                tokens = new float[steps * lanes.size()];
                labels = new float[tokens.length * cell.labels()];
                moods = new float[labels.length];
                for (int lane = 0; lane < lanes.size(); lane++) {
                    Conversation conversation = lanes.get(lane);
                    for (int step = 0; step < steps && from + step < conversation.size(); step++) {
                        put(conversation, from + step, step * lanes.size() + lane);
                    }
                }
            }

            private void put(Conversation conversation, int index, int at) {
                TextStep text = conversation.steps().get(index);
                text.copyEvidence(said, at * cell.width());
                tokens[at] = text.tokenCount();
                float share = conversation.isThread() ? 1 : 1f / WINDOW;
                labels[at * cell.labels() + text.label()] =
                        conversation.isLabelled() ? (float) (share * setWeights.get(text.set())) : 0;
                moods[at * cell.labels() + text.mood()] = moodWeight(conversation, index);
            }
        }
    }

    private static float moodWeight(Conversation conversation, int index) {
        if (conversation.isThread()) {
            return 1;
        }
        if (!conversation.isDocument()) {
            return STREAM / WINDOW;
        }
        float read = (index + 1f) / conversation.size();
        float last = index + 1 == conversation.size() ? LAST : 0;
        return (1 - LAST) * 2 * read / (conversation.size() + 1) + last;
    }
}
