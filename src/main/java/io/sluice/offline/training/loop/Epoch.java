package io.sluice.offline.training.loop;

import io.sluice.Internal;
import org.jspecify.annotations.Nullable;

/**
 * What one epoch came to.
 *
 * @param epoch counts from 1
 * @param loss the mean over the targets, as the weights were when each window was learned
 * @param validation the mean loss over what is held back, under the weights at the end; absent where nothing is
 * @param learningRate of the last update
 * @param gradientNorm the mean over the updates, before gradients were scaled down
 * @param updates of the weights
 * @param seconds by the clock, where the epoch was resumed those of the last part
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
