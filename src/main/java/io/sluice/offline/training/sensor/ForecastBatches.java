package io.sluice.offline.training.sensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.sluice.offline.training.loop.Batches;
import io.sluice.offline.training.loop.SequenceBatch;
import io.sluice.offline.training.loop.SequenceWindow;
import io.sluice.offline.training.loop.TrainingException;
import io.sluice.offline.training.loop.Window;
import io.sluice.offline.training.torchscript.Network;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * All series as one batch, in windows of time whose packed state is carried from one to the next. Nothing is shuffled.
 *
 * <p>The loss is the absolute error of the forecast of the next reading, in units of the mean absolute change of the
 * series.
 */
final class ForecastBatches implements Batches {
    /** The limit of the error of one reading, in mean absolute changes. A larger error has no gradient. */
    private static final float LARGEST_ERROR = 20f;

    private final List<Window> windows;

    /** @throws TrainingException if no series ever changes */
    ForecastBatches(PaddedSeries series, SensorModule module, int windowSteps) {
        this.windows = SequenceWindow.cut(new ForecastBatch(series, module), windowSteps);
        if (windows.stream().allMatch(window -> window.targets() == 0)) {
            throw new TrainingException("no reading differs from the one before it in any series, so there is nothing"
                    + " to forecast; give series whose readings change");
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

    /** The series and the module that forecasts them. */
    private record ForecastBatch(PaddedSeries series, SensorModule module) implements SequenceBatch {
        @Override
        public int count() {
            return series.count();
        }

        @Override
        public int steps() {
            return series.steps();
        }

        @Override
        public int stateSize() {
            return module.sizes().state();
        }

        @Override
        public long targets(int from, int to) {
            long targets = 0;
            for (float weight : series.weights(from, to)) {
                targets += weight > 0 ? 1 : 0;
            }
            return targets;
        }

        @Override
        public Window.Result run(Network network, NDManager arrays, NDArray state, int from, int to) {
            Shape rows = new Shape(to - from, series.count(), module.sizes().input());
            NDArray x = arrays.create(series.inputs(from, to), rows);
            NDList result = network.call(SensorModule.UNGATED, x, state);
            return new Window.Result(loss(arrays, result.get(0), from, to), new NDList(result.get(1)));
        }

        private NDArray loss(NDManager arrays, NDArray forecast, int from, int to) {
            Shape readings = new Shape(to - from, series.count(), series.channels());
            NDArray target = arrays.create(series.targets(from, to), readings);
            NDArray weight = arrays.create(series.weights(from, to), readings);
            return forecast.sub(target)
                    .abs()
                    .mul(weight)
                    .clip(0, LARGEST_ERROR)
                    .sum()
                    .div(arrays.create(targets(from, to)));
        }
    }
}
