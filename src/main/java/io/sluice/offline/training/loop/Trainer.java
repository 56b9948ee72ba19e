package io.sluice.offline.training.loop;

import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.JniUtils;
import io.sluice.Internal;
import io.sluice.offline.training.torchscript.Network;
import java.io.IOException;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Trains a module, without any knowledge of the task that the module learns.
 *
 * <p><b>A new kind of model</b> needs a recipe and a {@link Learner}. The recipe, {@code recipe.Recipe}, defines the
 * keys of the kind and reads its data; the class {@code Recipes} of the package above lists it. The learner gives the
 * untrained module, measures a trained one, and writes the bundle. It also gives its examples as {@link Batches} of
 * {@link Window}s. A window builds its tensors, calls a method of the module, and returns a mean loss and the state
 * with which the next window of its batch begins:
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
 * <p>A window never multiplies or divides an array by a plain number. DJL makes an array of the number and frees it at
 * once, although the gradient still reads it. {@code arrays.create(number)} lives as long as the window.
 *
 * <p>For a batch of sequences, {@link SequenceWindow} cuts the windows and carries the state.
 *
 * <p><b>The loop.</b> An epoch runs all windows. For each window, the loop computes the gradient back to the beginning
 * of the window (truncated backpropagation through time) and scales it down to {@code gradient.norm}. Then it takes one
 * step of {@link Adam} at the rate of the {@link Schedule}. After each epoch it computes the loss over the validation
 * examples, and keeps the weights with the lowest one. The training ends early after {@code patience} epochs without a
 * lower validation loss.
 *
 * <p><b>Reproducible bits.</b> All random numbers are functions of the seed and of the position in the training. The
 * order of an epoch follows from the seed and the epoch. PyTorch's own random numbers (dropout) follow from the seed
 * and the update. PyTorch does not specialise its graphs to the shapes it has seen, because a resumed process has seen
 * fewer. A single thread computes. So one seed gives the same weights on the same machine, and an interrupted and
 * resumed training gives the same weights as an uninterrupted one.
 */
@Internal
public final class Trainer {
    private final TrainingContext context;

    /**
     * @param settings the keys that every recipe has
     * @param seed the seed of all random numbers
     * @param listener is informed about the progress
     * @param stop is polled after every window; once it returns true, the training writes a checkpoint and stops
     */
    public Trainer(CommonRecipe settings, long seed, TrainingListener listener, BooleanSupplier stop) {
        this.context = new TrainingContext(settings, seed, listener, stop);
    }

    /**
     * Trains from the learner's initial weights, or from the checkpoint if it exists.
     *
     * @param name the name of this training, for messages
     * @param learned the training examples
     * @param held the validation examples; may be empty
     * @throws TrainingException if the loss is not finite, or the examples have no targets
     * @throws StoppedException if the training was asked to stop; the checkpoint is then written
     */
    public <E> TrainingResult train(
            String name, Learner<E, ?> learner, List<E> learned, List<E> held, Checkpoint checkpoint)
            throws IOException {
        Engine.getEngine("PyTorch"); // loads the native libraries
        boolean gradientMode = JniUtils.isGradMode();
        JniUtils.setGradMode(false);
        JniUtils.setGraphExecutorOptimize(false);
        try (Network network = Network.trainable(learner.initial());
                TrainingRun run = new TrainingRun(
                        context,
                        network,
                        learner::learns,
                        learner.batches(learned),
                        held.isEmpty() ? null : learner.batches(held),
                        checkpoint)) {
            return run.train(name);
        } finally {
            JniUtils.setGraphExecutorOptimize(true);
            JniUtils.setGradMode(gradientMode);
        }
    }
}
