package io.sluice.offline.training.loop;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.sluice.offline.training.torchscript.Network;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.StreamSupport;

/**
 * A learner whose garbage is collected after the loss of each window and before its gradient. An array that the
 * gradient still reads, but that Java has given up, then changes its values.
 */
public record GarbageLearner<E, F extends Metrics>(Learner<E, F> learner) implements Learner<E, F> {
    @Override
    public byte[] initial() throws IOException {
        return learner.initial();
    }

    @Override
    public boolean learns(String parameter) {
        return learner.learns(parameter);
    }

    @Override
    public Batches batches(List<E> examples) {
        Batches batches = learner.batches(examples);
        return new Batches() {
            @Override
            public int windows() {
                return batches.windows();
            }

            @Override
            public Iterable<List<Window>> epoch(RandomGenerator random) {
                return StreamSupport.stream(batches.epoch(random).spliterator(), false)
                        .map(batch ->
                                batch.stream().map(GarbageLearner::collecting).toList())
                        .toList();
            }
        };
    }

    private static Window collecting(Window window) {
        return new Window() {
            @Override
            public long targets() {
                return window.targets();
            }

            @Override
            public Result run(Network network, NDManager arrays, NDList carried) {
                Result result = window.run(network, arrays, carried);
                System.gc();
                return result;
            }
        };
    }

    @Override
    public F measure(byte[] archive, List<E> examples) throws IOException {
        return learner.measure(archive, examples);
    }

    @Override
    public void write(Path folder, byte[] archive, Evidence<F> evidence) throws IOException {
        learner.write(folder, archive, evidence);
    }
}
