package io.sluice.offline.training.loop;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.sluice.Internal;
import io.sluice.offline.training.torchscript.Network;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A range of consecutive steps of all sequences of a {@link SequenceBatch}. The first window of a batch starts from a
 * state of zeros, each later one from the state in which the window before it ended.
 */
@Internal
public final class SequenceWindow implements Window {
    private final SequenceBatch batch;
    private final int from;
    private final int to;

    private SequenceWindow(SequenceBatch batch, int from, int to) {
        this.batch = batch;
        this.from = from;
        this.to = to;
    }

    /** Cuts all steps of a batch into windows of {@code length} steps; the last window may be shorter. */
    public static List<Window> cut(SequenceBatch batch, int length) {
        int steps = batch.steps();
        return IntStream.iterate(0, from -> from < steps, from -> from + length)
                .<Window>mapToObj(from -> new SequenceWindow(batch, from, Math.min(steps, from + length)))
                .toList();
    }

    @Override
    public long targets() {
        return batch.targets(from, to);
    }

    @Override
    public Result run(Network network, NDManager arrays, NDList carried) {
        NDArray state = carried.isEmpty() ? arrays.zeros(new Shape(batch.count(), batch.stateSize())) : carried.get(0);
        return batch.run(network, arrays, state, from, to);
    }
}
