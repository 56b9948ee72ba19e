package io.sluice.offline.training.sensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.sluice.offline.training.loop.Batches;
import io.sluice.offline.training.loop.TrainingException;
import io.sluice.offline.training.loop.Window;
import io.sluice.offline.training.torchscript.Network;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * All lanes as one batch: the absolute error of the next reading, in units of the series' own mean absolute change, in
 * windows of time with the packed state carried from one to the next. Nothing is shuffled.
 */
final class ForecastBatches implements Batches {
    /** An error beyond so many mean changes teaches nothing more. */
    private static final float LARGEST_ERROR = 20f;

    private final PaddedSeries lanes;
    private final SensorModule cell;
    private final List<Window> windows;

    ForecastBatches(PaddedSeries lanes, SensorModule cell, int windowSteps) {
        this.lanes = lanes;
        this.cell = cell;
        this.windows = IntStream.iterate(0, from -> from < lanes.steps(), from -> from + windowSteps)
                .<Window>mapToObj(from -> new Stretch(from, Math.min(lanes.steps(), from + windowSteps)))
                .toList();
        if (windows.stream().allMatch(window -> window.targets() == 0)) {
            throw new TrainingException("no series changes from one row to the next; there is nothing to forecast");
        }
    }

    @Override
    public int windows() {
        return windows.size();
    }

    @Override
    public Iterable<List<Window>> epoch(RandomGenerator random) {
        return List.of(windows);
    }

    /** Some steps of all lanes. */
    private final class Stretch implements Window {
        private final int from;
        private final int to;
        private final long targets;

        Stretch(int from, int to) {
            this.from = from;
            this.to = to;
            long judged = 0;
            for (float weight : lanes.weights(from, to)) {
                judged += weight > 0 ? 1 : 0;
            }
            this.targets = judged;
        }

        @Override
        public long targets() {
            return targets;
        }

        @Override
        public Result run(Network network, NDManager arrays, NDList carried) {
            int state = cell.sizes().state();
            NDArray before = carried.isEmpty() ? arrays.zeros(new Shape(lanes.count(), state)) : carried.get(0);
            NDList result = network.call(SensorModule.UNGATED, inputs(arrays), before);
            return new Result(loss(arrays, result.get(0)), new NDList(result.get(1)));
        }

        private NDArray inputs(NDManager arrays) {
            return arrays.create(
                    lanes.inputs(from, to),
                    new Shape(to - from, lanes.count(), cell.sizes().input()));
        }

        private NDArray loss(NDManager arrays, NDArray forecast) {
            Shape shape = new Shape(to - from, lanes.count(), lanes.channels());
            NDArray target = arrays.create(lanes.targets(from, to), shape);
            NDArray weight = arrays.create(lanes.weights(from, to), shape);
            return forecast.sub(target)
                    .abs()
                    .mul(weight)
                    .clip(0, LARGEST_ERROR)
                    .sum()
                    .div(targets);
        }
    }
}
