package io.sluice.offline.training.loop;

import io.sluice.Internal;
import org.jspecify.annotations.Nullable;

/**
 * The result of one epoch.
 *
 * @param epoch the number of the epoch, from 1
 * @param loss the mean training loss over the targets, each under the weights before its window's update
 * @param validation the mean loss over the validation examples at the end of the epoch; null if none were held back
 * @param learningRate the learning rate of the last update
 * @param gradientNorm the mean norm of the gradient over the updates, before scaling
 * @param updates the number of updates of the weights
 * @param seconds the elapsed time; for a resumed epoch, that of the last part
 */
@Internal
public record Epoch(
        int epoch,
        double loss,
        @Nullable Double validation,
        double learningRate,
        double gradientNorm,
        int updates,
        double seconds) {}
