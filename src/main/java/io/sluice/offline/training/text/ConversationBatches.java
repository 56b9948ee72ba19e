package io.sluice.offline.training.text;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.sluice.offline.training.loop.Batches;
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
                .filter(one -> one.document() || one.thread())
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
        int steps = batch.stream().mapToInt(Conversation::size).max().orElse(0);
        return IntStream.iterate(0, from -> from < steps, from -> from + WINDOW)
                .<Window>mapToObj(from -> new Stretch(batch, from, Math.min(steps, from + WINDOW)))
                .toList();
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
        batches.addAll(lanes(streams.composeStrangers(order)));
        Collections.shuffle(batches, order);
        return () -> batches.stream().map(this::windows).iterator();
    }

    /** Some texts of all lanes of a batch. */
    private final class Stretch implements Window {
        private final List<Conversation> lanes;
        private final int from;
        private final int steps;

        Stretch(List<Conversation> lanes, int from, int to) {
            this.lanes = lanes;
            this.from = from;
            this.steps = to - from;
        }

        @Override
        public long targets() {
            return lanes.stream()
                    .mapToLong(lane -> Math.min(steps, Math.max(0, lane.size() - from)))
                    .sum();
        }

        @Override
        public Result run(Network network, NDManager arrays, NDList carried) {
            Tensors tensors = new Tensors();
            int count = lanes.size();
            NDArray before = carried.isEmpty()
                    ? arrays.zeros(new Shape(count, cell.sizes().state()))
                    : carried.get(0);
            NDList found = network.call(
                    "learn_seq",
                    arrays.create(tensors.said, new Shape(steps, count, cell.width())),
                    arrays.create(tensors.tokens, new Shape(steps, count, 1)),
                    before);
            NDArray loss = crossEntropy(found.get(0), tensors.labels).add(crossEntropy(found.get(1), tensors.moods));
            return new Result(loss.div(count), new NDList(found.get(2)));
        }

        /** The sum over texts of the truth's weight times the negative logarithm of its probability. */
        private NDArray crossEntropy(NDArray logits, float[] weights) {
            NDArray weight = logits.getManager().create(weights, logits.getShape());
            return logits.logSoftmax(2).mul(weight).sum().neg();
        }

        /** What a window's tensors hold, by step and lane; the truth's weight stands at its label. */
        private final class Tensors {
            private final float[] said = new float[steps * lanes.size() * cell.width()];
            private final float[] tokens = new float[steps * lanes.size()];
            private final float[] labels = new float[tokens.length * cell.labels()];
            private final float[] moods = new float[labels.length];

            Tensors() {
                for (int lane = 0; lane < lanes.size(); lane++) {
                    Conversation conversation = lanes.get(lane);
                    for (int step = 0; step < steps && from + step < conversation.size(); step++) {
                        put(conversation, from + step, step * lanes.size() + lane);
                    }
                }
            }

            private void put(Conversation conversation, int index, int at) {
                TextStep text = conversation.utterances().get(index);
                text.evidence(said, at * cell.width());
                tokens[at] = text.tokens();
                float share = conversation.thread() ? 1 : 1f / WINDOW;
                labels[at * cell.labels() + text.label()] =
                        conversation.labelled() ? (float) (share * setWeights.get(text.set())) : 0;
                moods[at * cell.labels() + text.mood()] = moodWeight(conversation, index);
            }
        }
    }

    private static float moodWeight(Conversation conversation, int index) {
        if (conversation.thread()) {
            return 1;
        }
        if (!conversation.document()) {
            return STREAM / WINDOW;
        }
        float read = (index + 1f) / conversation.size();
        float last = index + 1 == conversation.size() ? LAST : 0;
        return (1 - LAST) * 2 * read / (conversation.size() + 1) + last;
    }
}
