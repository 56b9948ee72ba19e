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
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One training of a {@link Trainer}, which has the essay. */
final class TrainingRun implements AutoCloseable {
    private static final long CHECKPOINT_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final long SPREAD = 1_000_003;

    private final Trainer trainer;
    private final CommonRecipe settings;
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
    private EpochTotals tally = EpochTotals.EMPTY;
    private int epoch = 1;
    private int windows;
    private long epochBegan = System.nanoTime();
    private long written = System.nanoTime();

    TrainingRun(
            Trainer trainer,
            Network network,
            Predicate<String> learns,
            Batches batches,
            @Nullable Batches validation,
            Checkpoint checkpoint) {
        this.trainer = trainer;
        this.settings = trainer.settings();
        this.network = network;
        this.batches = batches;
        this.validation = validation;
        this.checkpoint = checkpoint;
        this.kept = network.newArrays();
        this.weights = learned(network, learns);
        this.adam = new Adam(weights, rates(), settings.gradientNorm(), settings.weightDecay());
        this.best = new BestWeights(validation == null ? Map.of() : weights, kept);
    }

    private static Map<String, NDArray> learned(Network network, Predicate<String> learns) {
        Map<String, NDArray> learned = new LinkedHashMap<>();
        network.weights().forEach((name, weight) -> {
            weight.setRequiresGradient(learns.test(name));
            if (learns.test(name)) {
                learned.put(name, weight);
            }
        });
        return learned;
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
        trainer.listener().begin(name, done, (long) settings.epochs() * batches.windows());
        while (epoch <= settings.epochs() && !isStale()) {
            epoch();
        }
        trainer.listener().end();
        best.restore();
        return new TrainingResult(network.archive(), epochs, validation == null ? epochs.size() : best.epoch());
    }

    /** Whether so many epochs brought nothing that patience is over. */
    private boolean isStale() {
        return settings.patience() > 0 && epochs.size() - best.epoch() >= settings.patience();
    }

    private void epoch() throws IOException {
        epochBegan = System.nanoTime();
        int index = 0;
        for (List<Window> batch : batches.epoch(new SplittableRandom(trainer.seed() * SPREAD + epoch))) {
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
        if (trainer.isToStop()) {
            write();
            trainer.listener().end();
            throw new StoppedException("stopped in epoch " + epoch + " of " + settings.epochs()
                    + "; the same command with --resume goes on from there");
        }
        if (System.nanoTime() - written > CHECKPOINT_NANOS) {
            write();
        }
    }

    private void learn(Window window) {
        JniUtils.setSeed(trainer.seed() * SPREAD + adam.updates());
        network.setLearning(true);
        try (NDManager arrays = network.newArrays()) {
            Window.Result result = backward(window, arrays);
            double loss = finite(result.loss().getFloat());
            double norm = finite(adam.update(arrays, result.rows()));
            carry(result.carried());
            tally = tally.plus(loss, window.targets(), norm);
            trainer.listener().window(epoch, settings.epochs(), loss);
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
        if (tally.targets() == 0) {
            throw new TrainingException("no example has anything to predict; there is nothing to learn");
        }
        Double judged = validation == null ? null : validate(validation);
        double seconds = (System.nanoTime() - epochBegan) / 1e9;
        epochs.add(new Epoch(epoch, tally.meanLoss(), judged, adam.rate(), tally.meanNorm(), tally.updates(), seconds));
        if (judged != null) {
            best.judge(epoch, judged);
        }
        trainer.listener().say(summary(epochs.get(epochs.size() - 1)));
        epoch++;
        windows = 0;
        tally = EpochTotals.EMPTY;
    }

    private double validate(Batches held) {
        network.setLearning(false);
        EpochTotals judged = EpochTotals.EMPTY;
        for (List<Window> batch : held.epoch(new SplittableRandom(trainer.seed()))) {
            carry(new NDList());
            for (Window window : batch) {
                if (window.targets() == 0) {
                    continue;
                }
                try (NDManager arrays = network.newArrays()) {
                    Window.Result result = window.run(network, arrays, carried);
                    carry(result.carried());
                    judged = judged.plus(finite(result.loss().getFloat()), window.targets(), 0);
                }
            }
        }
        return judged.meanLoss();
    }

    private double finite(double value) {
        if (!Double.isFinite(value)) {
            trainer.listener().end();
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
        Map<String, NDArray> arrays = arrays();
        for (int i = 0; i < carried.size(); i++) {
            arrays.put("carried:" + i, carried.get(i));
        }
        checkpoint.write(
                new Progress(epoch, windows, adam.updates(), tally, epochs, best.epoch(), best.loss()), arrays);
        written = System.nanoTime();
    }

    private void restore(Progress progress, Map<String, NDArray> saved) {
        epoch = progress.epoch();
        windows = progress.windows();
        tally = progress.tally();
        epochs.addAll(progress.epochs());
        adam.resume(progress.updates());
        best.resume(progress.best(), Objects.requireNonNullElse(progress.bestLoss(), Double.POSITIVE_INFINITY));
        arrays().forEach((name, array) -> Network.copy(Objects.requireNonNull(saved.get(name), name), array));
        NDList handed = new NDList();
        for (int i = 0; saved.containsKey("carried:" + i); i++) {
            handed.add(saved.get("carried:" + i));
        }
        carry(handed);
    }

    /** The arrays of a checkpoint but for what is carried: the live ones by their names there. */
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
