package io.sluice.training;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import ai.djl.training.optimizer.Adam;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import ai.djl.util.Pair;
import io.sluice.feature.NumericEncoder;
import io.sluice.model.Sizes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleConsumer;

/**
 * Teaches a {@link SensorCell} to forecast: Adam on the absolute error of the next reading, in units of the series' own
 * mean absolute change, back through windows of time with the packed state carried from window to window.
 *
 * <p>Nothing is shuffled and one thread computes, so one seed gives the same weights on the same machine.
 */
final class ForecastTrainer {
    /** An error beyond so many mean changes teaches nothing more. */
    private static final float LARGEST_ERROR = 20f;

    private final SensorRecipe recipe;
    private final SensorCell cell;
    private final Sizes sizes;

    ForecastTrainer(SensorRecipe recipe) {
        this.recipe = recipe;
        this.cell = recipe.cell();
        this.sizes = cell.sizes();
    }

    /** The cell before it has learned anything. */
    byte[] initial(long seed) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        TorchScriptArchive.write(
                out, SensorCell.CLASS_NAME, cell.initialWeights(new SplittableRandom(seed)), cell.methods());
        return out.toByteArray();
    }

    /**
     * Trains from new weights.
     *
     * @param epochLoss is given the mean loss of each epoch: below 1 is better than repeating the last value
     * @return the trained module as a TorchScript archive
     * @throws TrainingException where the loss is not finite, or there is nothing to forecast
     */
    byte[] train(List<Series> series, long seed, DoubleConsumer epochLoss) throws IOException {
        NumericEncoder encoder = new NumericEncoder(recipe.channels(), cell.columns());
        Lanes lanes = Lanes.cut(series, encoder, recipe.laneSteps());
        int windows = (lanes.steps() + recipe.windowSteps() - 1) / recipe.windowSteps();
        Optimizer adam = Adam.builder()
                .optLearningRateTracker(Tracker.cosine()
                        .setBaseValue((float) recipe.learningRate())
                        .optFinalValue(0f)
                        .setMaxUpdates(recipe.epochs() * windows)
                        .build())
                .build();
        try (SequenceNetwork network = SequenceNetwork.trainable(initial(seed), sizes)) {
            for (int epoch = 1; epoch <= recipe.epochs(); epoch++) {
                epochLoss.accept(epoch(network, adam, lanes, epoch));
            }
            return network.archive();
        }
    }

    private double epoch(SequenceNetwork network, Optimizer adam, Lanes lanes, int epoch) {
        float[] state = new float[lanes.count() * sizes.state()];
        double sum = 0;
        long forecasts = 0;
        for (int from = 0; from < lanes.steps(); from += recipe.windowSteps()) {
            Window window = new Window(lanes, from, Math.min(lanes.steps(), from + recipe.windowSteps()));
            if (window.forecasts() == 0) {
                continue;
            }
            sum += window.learn(network, adam, state) * window.forecasts();
            forecasts += window.forecasts();
            requireFinite(sum, epoch);
        }
        if (forecasts == 0) {
            throw new TrainingException("no series changes from one row to the next; there is nothing to forecast");
        }
        return sum / forecasts;
    }

    private void requireFinite(double loss, int epoch) {
        if (!Double.isFinite(loss)) {
            throw new TrainingException("the loss is not finite in epoch " + epoch + "; lower learning.rate (now "
                    + recipe.learningRate() + ") or gradient.norm (now " + recipe.gradientNorm() + ")");
        }
    }

    /** One window of all lanes. */
    private final class Window {
        private final Lanes lanes;
        private final int from;
        private final int to;
        private final float[] weights;
        private final long forecasts;

        Window(Lanes lanes, int from, int to) {
            this.lanes = lanes;
            this.from = from;
            this.to = to;
            this.weights = lanes.weights(from, to);
            long judged = 0;
            for (float weight : weights) {
                judged += weight > 0 ? 1 : 0;
            }
            this.forecasts = judged;
        }

        /** How many forecasts are judged here. */
        long forecasts() {
            return forecasts;
        }

        /** Takes one step of the optimizer, replaces {@code state} by the state after the window, returns the loss. */
        double learn(SequenceNetwork network, Optimizer adam, float[] state) {
            try (NDManager arrays = network.newArrays();
                    GradientCollector gradients = Engine.getEngine("PyTorch").newGradientCollector()) {
                NDList result = network.call(SensorCell.UNGATED, arrays, lanes.inputs(from, to), lanes.count(), state);
                NDArray loss = loss(arrays, result.get(0));
                gradients.backward(loss);
                update(network.weights(SensorCell::learns), adam);
                float[] next = result.get(1).toFloatArray();
                System.arraycopy(next, 0, state, 0, next.length);
                return loss.getFloat();
            }
        }

        private NDArray loss(NDManager arrays, NDArray forecast) {
            Shape shape = new Shape(to - from, lanes.count(), lanes.channels());
            NDArray target = arrays.create(lanes.targets(from, to), shape);
            NDArray weight = arrays.create(weights, shape);
            return forecast.sub(target)
                    .abs()
                    .mul(weight)
                    .clip(0, LARGEST_ERROR)
                    .sum()
                    .div(forecasts);
        }
    }

    /** The optimizer clears the gradients that it has used. */
    private void update(List<Pair<String, NDArray>> weights, Optimizer adam) {
        double squares = 0;
        for (Pair<String, NDArray> weight : weights) {
            squares += weight.getValue().getGradient().square().sum().getFloat();
        }
        float scale = (float) Math.min(1, recipe.gradientNorm() / Math.max(1e-12, Math.sqrt(squares)));
        for (Pair<String, NDArray> weight : weights) {
            NDArray gradient = weight.getValue().getGradient();
            adam.update(weight.getKey(), weight.getValue(), gradient.muli(scale));
        }
    }
}
