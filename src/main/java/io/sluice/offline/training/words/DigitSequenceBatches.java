package io.sluice.offline.training.words;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.sluice.offline.training.loop.Batches;
import io.sluice.offline.training.loop.Window;
import io.sluice.offline.training.torchscript.Network;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** Digit sequences in batches, in a new random order for each epoch. Each batch is one window. */
final class DigitSequenceBatches implements Batches {
    private final NumberWordsModule module;
    private final Map<String, long[]> letters;
    private final List<DigitSequence> sequences;
    private final int batchSize;

    /** @param letters the row x of each word */
    DigitSequenceBatches(
            NumberWordsModule module, Map<String, long[]> letters, List<DigitSequence> sequences, int batchSize) {
        this.module = module;
        this.letters = letters;
        this.sequences = sequences;
        this.batchSize = batchSize;
    }

    @Override
    public int windows() {
        return (sequences.size() + batchSize - 1) / batchSize;
    }

    @Override
    public Iterable<List<Window>> epoch(RandomGenerator random) {
        List<DigitSequence> order = new ArrayList<>(sequences);
        Collections.shuffle(order, new Random(random.nextLong()));
        return () -> IntStream.range(0, windows())
                .mapToObj(i -> order.subList(i * batchSize, Math.min(order.size(), (i + 1) * batchSize)))
                .map(batch -> List.<Window>of(new WholeBatch(batch)))
                .iterator();
    }

    /** Returns the rows x of a batch, [T, B, 10]. All its sequences have T words. */
    static NDArray inputs(NDManager arrays, Map<String, long[]> letters, List<DigitSequence> batch) {
        int words = batch.get(0).words().size();
        long[] x = new long[words * batch.size() * NumberWordsModule.LETTERS];
        for (int index = 0; index < words * batch.size(); index++) {
            String word = word(batch, index).word();
            System.arraycopy(
                    Objects.requireNonNull(letters.get(word)),
                    0,
                    x,
                    index * NumberWordsModule.LETTERS,
                    NumberWordsModule.LETTERS);
        }
        return arrays.create(x, new Shape(words, batch.size(), NumberWordsModule.LETTERS));
    }

    /** Returns the word at an index of [T, B]. */
    static DigitWord word(List<DigitSequence> batch, int index) {
        return batch.get(index % batch.size()).words().get(index / batch.size());
    }

    private final class WholeBatch implements Window {
        private final List<DigitSequence> batch;
        private final int words;

        WholeBatch(List<DigitSequence> batch) {
            this.batch = batch;
            this.words = batch.get(0).words().size();
        }

        @Override
        public long targets() {
            return (long) words * batch.size();
        }

        @Override
        public Result run(Network network, NDManager arrays, NDList carried) {
            long[] digits = IntStream.range(0, words * batch.size())
                    .mapToLong(index -> word(batch, index).digit())
                    .toArray();
            NDList result = network.call(
                    "loss_seq",
                    inputs(arrays, letters, batch),
                    arrays.create(digits, new Shape(words, batch.size())),
                    arrays.zeros(new Shape(batch.size(), module.sizes().state())));
            return new Result(result.get(0), new NDList());
        }
    }
}
