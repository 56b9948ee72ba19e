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

/** Dictations in batches, in an order drawn anew for each epoch; a batch is one window, a speaker a lane. */
final class DigitSequenceBatches implements Batches {
    private final NumberWordsModule cell;
    private final Map<String, long[]> letters;
    private final List<DigitSequence> dictations;
    private final int batch;

    /** @param letters the row x of each word */
    DigitSequenceBatches(
            NumberWordsModule cell, Map<String, long[]> letters, List<DigitSequence> dictations, int batch) {
        this.cell = cell;
        this.letters = letters;
        this.dictations = dictations;
        this.batch = batch;
    }

    @Override
    public int windows() {
        return (dictations.size() + batch - 1) / batch;
    }

    @Override
    public Iterable<List<Window>> epoch(RandomGenerator random) {
        List<DigitSequence> order = new ArrayList<>(dictations);
        Collections.shuffle(order, new Random(random.nextLong()));
        return () -> IntStream.range(0, windows())
                .mapToObj(i -> order.subList(i * batch, Math.min(order.size(), (i + 1) * batch)))
                .map(speakers -> List.<Window>of(new Together(speakers)))
                .iterator();
    }

    /** Rows x of some speakers of equally many words: [T, B, 10]. */
    static NDArray inputs(NDManager arrays, Map<String, long[]> letters, List<DigitSequence> speakers) {
        int words = speakers.get(0).words().size();
        long[] x = new long[words * speakers.size() * NumberWordsModule.LETTERS];
        for (int at = 0; at < words * speakers.size(); at++) {
            String word = spoken(speakers, at).word();
            System.arraycopy(
                    Objects.requireNonNull(letters.get(word)),
                    0,
                    x,
                    at * NumberWordsModule.LETTERS,
                    NumberWordsModule.LETTERS);
        }
        return arrays.create(x, new Shape(words, speakers.size(), NumberWordsModule.LETTERS));
    }

    /** What stands at a place of [T, B]. */
    static SpokenDigit spoken(List<DigitSequence> speakers, int at) {
        return speakers.get(at % speakers.size()).words().get(at / speakers.size());
    }

    private final class Together implements Window {
        private final List<DigitSequence> speakers;
        private final int words;

        Together(List<DigitSequence> speakers) {
            this.speakers = speakers;
            this.words = speakers.get(0).words().size();
        }

        @Override
        public long targets() {
            return (long) words * speakers.size();
        }

        @Override
        public Result run(Network network, NDManager arrays, NDList carried) {
            long[] meant = IntStream.range(0, words * speakers.size())
                    .mapToLong(at -> spoken(speakers, at).digit())
                    .toArray();
            NDList found = network.call(
                    "loss_seq",
                    inputs(arrays, letters, speakers),
                    arrays.create(meant, new Shape(words, speakers.size())),
                    arrays.zeros(new Shape(speakers.size(), cell.sizes().state())));
            return new Result(found.get(0), new NDList());
        }
    }
}
