/** The training loop: trainer, optimizer, schedule, checkpoints, batches and metrics. */
@NullMarked
package io.sluice.offline.training.loop;

import org.jspecify.annotations.NullMarked;
