package io.sluice.training;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.GradientCollector;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Trains a module, and knows nothing of what it learns.
 *
 * <p><b>A new kind of model</b> is a {@link Recipe} (its keys, and how its data is read), listed in {@link Recipes}, and
 * a {@link Learner} (the untrained module, what is measured, and how the bundle is written). The learner gives its
 * examples as {@link Batches} of {@link Window}s. A window builds its tensors, calls a method of the module, and returns
 * a mean loss and what the next window of its batch begins with:
 *
 * <pre>{@code
 * public Result run(Network network, NDManager arrays, NDList carried) {
 *     NDArray x = arrays.create(ids, new Shape(steps, texts, tokens));
 *     NDArray state = carried.isEmpty() ? arrays.zeros(new Shape(texts, width)) : carried.get(0);
 *     NDList found = network.call("logits_seq", x, state);
 *     return new Result(loss(found.get(0)), new NDList(found.get(1)));
 * }
 * }</pre>
 *
 * <p><b>The loop.</b> Epochs of windows; for each the gradient (back to the window's beginning and not further: truncated
 * backpropagation through time), scaled down to {@code gradient.norm}, one step of {@link Adam} at the rate of the
 * {@link Schedule}. After an epoch the loss over what was held back; the weights with the least are kept, and training
 * ends after {@code patience} epochs without a better one.
 *
 * <p><b>The same bits.</b> All that is random is a function of the seed and of the place: an epoch's order of the seed
 * and the epoch, what PyTorch draws (dropout) of the seed and the update. PyTorch's graphs are not specialised to what
 * they have seen, since a resumed process has seen less. One thread computes. So one seed gives the same weights on the
 * same machine, and a training that was ended anywhere and resumed gives the weights of one that was not.
 */
final class Trainer {
    private static final long CHECKPOINT_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final long SPREAD = 1_000_003;

    private final Settings settings;
    private final long seed;
    private final TrainingListener listener;
    private final BooleanSupplier stop;

    /** @param stop whether to stop after the current window, leaving a checkpoint */
    Trainer(Settings settings, long seed, TrainingListener listener, BooleanSupplier stop) {
        this.settings = settings;
        this.seed = seed;
        this.listener = listener;
        this.stop = stop;
    }

    /**
     * Trains from the learner's first weights, or from the checkpoint where there is one.
     *
     * @param name of this training, for people
     * @param learned the examples to learn from
     * @param held the examples that judge an epoch; may be empty
     * @throws TrainingException where the loss is not finite, or there is nothing to learn
     * @throws StoppedException where it was asked to stop; the checkpoint is written
     */
    <E> Trained train(String name, Learner<E, ?> learner, List<E> learned, List<E> held, Checkpoint checkpoint)
            throws IOException {
        Engine.getEngine("PyTorch"); // loads the natives
        boolean collecting = JniUtils.isGradMode();
        JniUtils.setGradMode(false);
        JniUtils.setGraphExecutorOptimize(false);
        try (Network network = Network.trainable(learner.initial());
                Run run = new Run(network, learner, learned, held, checkpoint)) {
            return run.train(name);
        } finally {
            JniUtils.setGraphExecutorOptimize(true);
            JniUtils.setGradMode(collecting);
        }
    }

    /** One training. */
    private final class Run implements AutoCloseable {
        private final Network network;
        private final Map<String, NDArray> weights = new LinkedHashMap<>();
        private final Map<String, NDArray> bestWeights = new LinkedHashMap<>();
        private final Batches batches;
        private final @Nullable Batches validation;
        private final Checkpoint checkpoint;
        private final NDManager kept;
        private final Adam adam;
        private final List<Epoch> epochs = new ArrayList<>();
        private NDList carried = new NDList();
        private int epoch = 1;
        private int windows;
        private double lossSum;
        private long targets;
        private double normSum;
        private int epochUpdates;
        private int best;
        private double bestLoss = Double.POSITIVE_INFINITY;
        private long epochBegan = System.nanoTime();
        private long written = System.nanoTime();

        <E> Run(Network network, Learner<E, ?> learner, List<E> learned, List<E> held, Checkpoint checkpoint) {
            this.network = network;
            this.batches = learner.batches(learned);
            this.validation = held.isEmpty() ? null : learner.batches(held);
            this.checkpoint = checkpoint;
            this.kept = network.newArrays();
            network.weights().forEach((name, weight) -> {
                weight.setRequiresGradient(learner.learns(name));
                if (learner.learns(name)) {
                    weights.put(name, weight);
                }
            });
            int updates = settings.epochs() * batches.windows();
            this.adam = new Adam(
                    weights,
                    settings.schedule()
                            .tracker(settings.learningRate(), updates, (int) (settings.warmUpShare() * updates)),
                    settings.gradientNorm(),
                    settings.weightDecay());
            if (validation != null) {
                weights.forEach((name, weight) -> bestWeights.put(name, copy(weight)));
            }
        }

        private NDArray copy(NDArray weight) {
            NDArray copy = weight.zerosLike();
            copy.attach(kept);
            return copy;
        }

        Trained train(String name) throws IOException {
            try (NDManager arrays = network.newArrays()) {
                checkpoint.read(arrays, this::restore);
            }
            long all = (long) settings.epochs() * batches.windows();
            listener.begin(name, (epoch - 1L) * batches.windows() + windows, all);
            while (epoch <= settings.epochs() && !isStale()) {
                epoch();
            }
            listener.end();
            bestWeights.forEach((weight, value) -> value.copyTo(array(weights, weight)));
            return new Trained(network.archive(), epochs, validation == null ? epochs.size() : best);
        }

        /** Whether so many epochs brought nothing that patience is over. */
        private boolean isStale() {
            return settings.patience() > 0 && epochs.size() - best >= settings.patience();
        }

        private void epoch() throws IOException {
            epochBegan = System.nanoTime();
            int index = 0;
            for (List<Window> batch : batches.epoch(new SplittableRandom(seed * SPREAD + epoch))) {
                for (int i = 0; i < batch.size(); i++, index++) {
                    if (index >= windows) {
                        pass(batch.get(i), i == 0);
                    }
                }
            }
            endEpoch();
            write();
        }

        /** Learns a window, unless nothing is judged in it. */
        private void pass(Window window, boolean first) throws IOException {
            if (first) {
                carry(new NDList());
            }
            if (window.targets() > 0) {
                learn(window);
            }
            windows++;
            if (stop.getAsBoolean()) {
                write();
                throw new StoppedException("stopped in epoch " + epoch + " of " + settings.epochs()
                        + "; the same command with --resume goes on from there");
            }
            if (System.nanoTime() - written > CHECKPOINT_NANOS) {
                write();
            }
        }

        private void learn(Window window) {
            JniUtils.setSeed(seed * SPREAD + adam.updates());
            network.setLearning(true);
            try (NDManager arrays = network.newArrays()) {
                Window.Result result = backward(window, arrays);
                double loss = finite(result.loss().getFloat());
                double norm = finite(adam.update(arrays, result.rows()));
                carry(result.carried());
                lossSum += loss * window.targets();
                targets += window.targets();
                normSum += norm;
                epochUpdates++;
                listener.window(epoch, settings.epochs(), loss);
            }
        }

        private Window.Result backward(Window window, NDManager arrays) {
            try (GradientCollector gradients = Engine.getEngine("PyTorch").newGradientCollector()) {
                Window.Result result = window.run(network, arrays, carried);
                gradients.backward(result.loss());
                return result;
            }
        }

        /** Keeps what enters the next window, cut off from the graph that it came from. */
        private void carry(NDList next) {
            NDList handed = new NDList();
            for (NDArray array : next) {
                NDArray detached = array.stopGradient();
                detached.attach(kept);
                handed.add(detached);
            }
            carried.close();
            carried = handed;
        }

        private void endEpoch() {
            if (targets == 0) {
                throw new TrainingException("no example has anything to predict; there is nothing to learn");
            }
            Double judged = validation == null ? null : validate(validation);
            double seconds = (System.nanoTime() - epochBegan) / 1e9;
            epochs.add(new Epoch(
                    epoch, lossSum / targets, judged, adam.rate(), normSum / epochUpdates, epochUpdates, seconds));
            if (judged != null && judged < bestLoss) {
                best = epoch;
                bestLoss = judged;
                bestWeights.forEach((name, value) -> array(weights, name).copyTo(value));
            }
            listener.say(summary(epochs.get(epochs.size() - 1)));
            epoch++;
            windows = 0;
            lossSum = 0;
            targets = 0;
            normSum = 0;
            epochUpdates = 0;
        }

        private double validate(Batches held) {
            network.setLearning(false);
            double sum = 0;
            long judged = 0;
            for (List<Window> batch : held.epoch(new SplittableRandom(seed))) {
                carry(new NDList());
                for (Window window : batch) {
                    try (NDManager arrays = network.newArrays()) {
                        Window.Result result = window.run(network, arrays, carried);
                        sum += finite(result.loss().getFloat()) * window.targets();
                        judged += window.targets();
                        carry(result.carried());
                    }
                }
            }
            return sum / Math.max(1, judged);
        }

        private double finite(double value) {
            if (!Double.isFinite(value)) {
                throw new TrainingException("the loss is not finite in epoch " + epoch + "; lower learning.rate (now "
                        + settings.learningRate() + ") or gradient.norm (now " + settings.gradientNorm() + ")");
            }
            return value;
        }

        private String summary(Epoch over) {
            String judged =
                    over.validation() == null ? "" : String.format(Locale.ROOT, ", validation %.4f", over.validation());
            return String.format(
                    Locale.ROOT, "epoch %d of %d: loss %.4f%s", over.epoch(), settings.epochs(), over.loss(), judged);
        }

        private void write() throws IOException {
            Map<String, NDArray> arrays = new LinkedHashMap<>();
            weights.forEach((name, array) -> arrays.put("weight:" + name, array));
            adam.means().forEach((name, array) -> arrays.put("mean:" + name, array));
            adam.squares().forEach((name, array) -> arrays.put("square:" + name, array));
            bestWeights.forEach((name, array) -> arrays.put("best:" + name, array));
            for (int i = 0; i < carried.size(); i++) {
                arrays.put("carried:" + i, carried.get(i));
            }
            checkpoint.write(
                    new Progress(
                            epoch,
                            windows,
                            adam.updates(),
                            lossSum,
                            targets,
                            normSum,
                            epochUpdates,
                            epochs,
                            best,
                            Double.isFinite(bestLoss) ? bestLoss : null),
                    arrays);
            written = System.nanoTime();
        }

        private void restore(Progress progress, Map<String, NDArray> arrays) {
            epoch = progress.epoch();
            windows = progress.windows();
            lossSum = progress.lossSum();
            targets = progress.targets();
            normSum = progress.normSum();
            epochUpdates = progress.epochUpdates();
            epochs.addAll(progress.epochs());
            best = progress.best();
            bestLoss = Objects.requireNonNullElse(progress.bestLoss(), Double.POSITIVE_INFINITY);
            adam.resume(progress.updates());
            weights.forEach((name, array) -> array(arrays, "weight:" + name).copyTo(array));
            adam.means().forEach((name, array) -> array(arrays, "mean:" + name).copyTo(array));
            adam.squares()
                    .forEach((name, array) -> array(arrays, "square:" + name).copyTo(array));
            bestWeights.forEach((name, array) -> array(arrays, "best:" + name).copyTo(array));
            NDList handed = new NDList();
            for (int i = 0; arrays.containsKey("carried:" + i); i++) {
                handed.add(array(arrays, "carried:" + i));
            }
            carry(handed);
        }

        @Override
        public void close() {
            kept.close();
        }
    }

    private static NDArray array(Map<String, NDArray> arrays, String name) {
        return Objects.requireNonNull(arrays.get(name), name);
    }
}
