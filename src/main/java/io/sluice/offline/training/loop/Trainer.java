package io.sluice.offline.training.loop;

import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.JniUtils;
import io.sluice.Internal;
import io.sluice.offline.training.Recipes;
import io.sluice.offline.training.recipe.Recipe;
import io.sluice.offline.training.torchscript.Network;
import java.io.IOException;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Trains a module, and knows nothing of what it learns.
 *
 * <p><b>A new kind of model</b> is a {@link Recipe} (its keys, and how its data is read), listed in {@link Recipes},
 * and a {@link Learner} (the untrained module, what is measured, and how the bundle is written). The learner gives its
 * examples as {@link Batches} of {@link Window}s. A window builds its tensors, calls a method of the module, and
 * returns a mean loss and what the next window of its batch begins with:
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
 * <p><b>The loop.</b> Epochs of windows; for each the gradient (back to the window's beginning and not further:
 * truncated backpropagation through time), scaled down to {@code gradient.norm}, one step of {@link Adam} at the rate
 * of the {@link Schedule}. After an epoch the loss over what was held back; the weights with the least are kept, and
 * training ends after {@code patience} epochs without a better one.
 *
 * <p><b>The same bits.</b> All that is random is a function of the seed and of the place: an epoch's order of the seed
 * and the epoch, what PyTorch draws (dropout) of the seed and the update. PyTorch's graphs are not specialised to what
 * they have seen, since a resumed process has seen less. One thread computes. So one seed gives the same weights on the
 * same machine, and a training that was ended anywhere and resumed gives the weights of one that was not.
 */
@Internal
public final class Trainer {
    private final CommonRecipe settings;
    private final long seed;
    private final TrainingListener listener;
    private final BooleanSupplier stop;

    /** @param stop whether to stop after the current window, leaving a checkpoint */
    public Trainer(CommonRecipe settings, long seed, TrainingListener listener, BooleanSupplier stop) {
        this.settings = settings;
        this.seed = seed;
        this.listener = listener;
        this.stop = stop;
    }

    CommonRecipe settings() {
        return settings;
    }

    long seed() {
        return seed;
    }

    TrainingListener listener() {
        return listener;
    }

    boolean isToStop() {
        return stop.getAsBoolean();
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
    public <E> TrainingResult train(
            String name, Learner<E, ?> learner, List<E> learned, List<E> held, Checkpoint checkpoint)
            throws IOException {
        Engine.getEngine("PyTorch"); // loads the natives
        boolean collecting = JniUtils.isGradMode();
        JniUtils.setGradMode(false);
        JniUtils.setGraphExecutorOptimize(false);
        try (Network network = Network.trainable(learner.initial());
                TrainingRun run = new TrainingRun(
                        this,
                        network,
                        learner::learns,
                        learner.batches(learned),
                        held.isEmpty() ? null : learner.batches(held),
                        checkpoint)) {
            return run.train(name);
        } finally {
            JniUtils.setGraphExecutorOptimize(true);
            JniUtils.setGradMode(collecting);
        }
    }
}
