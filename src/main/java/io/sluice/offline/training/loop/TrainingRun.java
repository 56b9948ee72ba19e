package io.sluice.offline.training.loop;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.GradientCollector;
import ai.djl.training.tracker.Tracker;
import io.sluice.offline.training.torchscript.Network;
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
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One training of one module. {@link Trainer} explains the loop. */
final class TrainingRun implements AutoCloseable {
    private static final long CHECKPOINT_NANOS = TimeUnit.SECONDS.toNanos(30);
    /** Keeps apart the random numbers of trainings with different seeds, up to this number of updates. */
    private static final long SEED_FACTOR = 1_000_003;

    private final CommonRecipe settings;
    private final long seed;
    private final TrainingListener listener;
    private final BooleanSupplier stop;
    private final Network network;
    private final Batches batches;
    private final @Nullable Batches validation;
    private final Checkpoint checkpoint;
    private final NDManager kept;
    private final Map<String, NDArray> weights;
    private final Adam adam;
    private final BestWeights best;
    private final List<Epoch> epochs = new ArrayList<>();
    private NDList carried = new NDList();
    private EpochTotals totals = EpochTotals.EMPTY;
    private int epoch = 1;
    private int windows;
    private long epochStart = System.nanoTime();
    private long lastCheckpoint = System.nanoTime();

    TrainingRun(
            TrainingContext context,
            Network network,
            Predicate<String> learns,
            Batches batches,
            @Nullable Batches validation,
            Checkpoint checkpoint) {
        this.settings = context.settings();
        this.seed = context.seed();
        this.listener = context.listener();
        this.stop = context.stop();
        this.network = network;
        this.batches = batches;
        this.validation = validation;
        this.checkpoint = checkpoint;
        this.kept = network.newArrays();
        this.weights = trainableWeights(network, learns);
        this.adam = new Adam(weights, rates(), settings.gradientNorm(), settings.weightDecay());
        this.best = new BestWeights(validation == null ? Map.of() : weights, kept);
    }

    private static Map<String, NDArray> trainableWeights(Network network, Predicate<String> learns) {
        Map<String, NDArray> trainable = new LinkedHashMap<>();
        network.weights().forEach((name, weight) -> {
            weight.setRequiresGradient(learns.test(name));
            if (learns.test(name)) {
                trainable.put(name, weight);
            }
        });
        return trainable;
    }

    private Tracker rates() {
        int updates = settings.epochs() * batches.windows();
        return settings.schedule().tracker(settings.learningRate(), updates, (int) (settings.warmUpShare() * updates));
    }

    TrainingResult train(String name) throws IOException {
        try (NDManager arrays = network.newArrays()) {
            checkpoint.read(arrays, this::restore);
        }
        long done = (epoch - 1L) * batches.windows() + windows;
        listener.begin(name, done, (long) settings.epochs() * batches.windows());
        while (epoch <= settings.epochs() && !isStale()) {
            epoch();
        }
        listener.end();
        best.restore();
        return new TrainingResult(network.archive(), epochs, validation == null ? epochs.size() : best.epoch());
    }

    /** Returns true if the last {@code patience} epochs have not lowered the validation loss. */
    private boolean isStale() {
        return settings.patience() > 0 && epochs.size() - best.epoch() >= settings.patience();
    }

    private void epoch() throws IOException {
        epochStart = System.nanoTime();
        int index = 0;
        for (List<Window> batch : batches.epoch(new SplittableRandom(seed * SEED_FACTOR + epoch))) {
            for (int i = 0; i < batch.size(); i++, index++) {
                if (index >= windows) {
                    run(batch.get(i), i == 0);
                }
            }
        }
        endEpoch();
        write();
    }

    /** Learns from a window, unless it has no targets. Writes a checkpoint about every 30 seconds. */
    private void run(Window window, boolean first) throws IOException {
        if (first) {
            carry(new NDList());
        }
        if (window.targets() > 0) {
            learn(window);
        }
        windows++;
        if (stop.getAsBoolean()) {
            write();
            listener.end();
            throw new StoppedException("stopped in epoch " + epoch + " of " + settings.epochs()
                    + "; run the same command with --resume to continue");
        }
        if (System.nanoTime() - lastCheckpoint > CHECKPOINT_NANOS) {
            write();
        }
    }

    private void learn(Window window) {
        JniUtils.setSeed(seed * SEED_FACTOR + adam.updates());
        network.setLearning(true);
        try (NDManager arrays = network.newArrays()) {
            Window.Result result = backward(window, arrays);
            double loss = finite(result.loss().getFloat());
            double norm = finite(adam.update(arrays, result.rows()));
            carry(result.carried());
            totals = totals.plus(loss, window.targets(), norm);
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

    /**
     * Keeps copies of the arrays that enter the next window, detached from the graph of this one. An array that DJL
     * made from a buffer of Java holds the memory of that buffer, which ends with the array.
     */
    private void carry(NDList next) {
        NDList copies = new NDList();
        for (NDArray array : next) {
            try (NDArray detached = array.stopGradient()) {
                NDArray copy = detached.duplicate();
                copy.attach(kept);
                copies.add(copy);
            }
        }
        carried.close();
        carried = copies;
    }

    private void endEpoch() {
        if (totals.targets() == 0) {
            throw new TrainingException("no example has a target, so there is nothing to learn; give other data");
        }
        Double validationLoss = validation == null ? null : validate(validation);
        double seconds = (System.nanoTime() - epochStart) / 1e9;
        epochs.add(new Epoch(
                epoch, totals.meanLoss(), validationLoss, adam.rate(), totals.meanNorm(), totals.updates(), seconds));
        if (validationLoss != null) {
            best.offer(epoch, validationLoss);
        }
        listener.say(summary(epochs.get(epochs.size() - 1)));
        epoch++;
        windows = 0;
        totals = EpochTotals.EMPTY;
    }

    private double validate(Batches held) {
        network.setLearning(false);
        EpochTotals sums = EpochTotals.EMPTY;
        for (List<Window> batch : held.epoch(new SplittableRandom(seed))) {
            carry(new NDList());
            for (Window window : batch) {
                if (window.targets() == 0) {
                    continue;
                }
                try (NDManager arrays = network.newArrays()) {
                    Window.Result result = window.run(network, arrays, carried);
                    carry(result.carried());
                    sums = sums.plus(finite(result.loss().getFloat()), window.targets(), 0);
                }
            }
        }
        return sums.meanLoss();
    }

    /** Returns the value, or ends the training if it is not finite. */
    private double finite(double value) {
        if (!Double.isFinite(value)) {
            listener.end();
            throw new TrainingException("the loss is not finite in epoch " + epoch + "; lower learning.rate (now "
                    + settings.learningRate() + ") or gradient.norm (now " + settings.gradientNorm() + ")");
        }
        return value;
    }

    private String summary(Epoch done) {
        String validationPart =
                done.validation() == null ? "" : String.format(Locale.ROOT, ", validation %.4f", done.validation());
        return String.format(
                Locale.ROOT,
                "epoch %d of %d: loss %.4f%s",
                done.epoch(),
                settings.epochs(),
                done.loss(),
                validationPart);
    }

    private void write() throws IOException {
        Map<String, NDArray> arrays = arrays();
        for (int i = 0; i < carried.size(); i++) {
            arrays.put("carried:" + i, carried.get(i));
        }
        checkpoint.write(
                new Progress(epoch, windows, adam.updates(), totals, epochs, best.epoch(), best.loss()), arrays);
        lastCheckpoint = System.nanoTime();
    }

    private void restore(Progress progress, Map<String, NDArray> saved) {
        epoch = progress.epoch();
        windows = progress.windows();
        totals = progress.totals();
        epochs.addAll(progress.epochs());
        adam.resume(progress.updates());
        best.resume(progress.best(), Objects.requireNonNullElse(progress.bestLoss(), Double.POSITIVE_INFINITY));
        arrays().forEach((name, array) -> Network.copy(Objects.requireNonNull(saved.get(name), name), array));
        NDList state = new NDList();
        for (int i = 0; saved.containsKey("carried:" + i); i++) {
            state.add(saved.get("carried:" + i));
        }
        carry(state);
    }

    /** Returns the arrays of a checkpoint except for the carried ones: the live arrays, by their names in the file. */
    private Map<String, NDArray> arrays() {
        Map<String, NDArray> arrays = new LinkedHashMap<>();
        weights.forEach((name, array) -> arrays.put("weight:" + name, array));
        adam.means().forEach((name, array) -> arrays.put("mean:" + name, array));
        adam.squares().forEach((name, array) -> arrays.put("square:" + name, array));
        best.arrays().forEach((name, array) -> arrays.put("best:" + name, array));
        return arrays;
    }

    @Override
    public void close() {
        kept.close();
    }
}
