package io.sluice.offline.training.loop;

import io.sluice.Internal;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Examples in batches. A batch is a group of sequences that run side by side, cut into one or more {@link Window}s that
 * follow each other in time. The state at the end of a window enters the next window of the same batch.
 */
@Internal
public interface Batches {
    /** Returns the number of windows of an epoch, which is the same for every epoch. */
    int windows();

    /**
     * Returns the batches of one epoch, each as its windows.
     *
     * <p>A resumed epoch is drawn again from the same seed, and skips the windows that are done. So a window should
     * build its arrays when it runs, and not before.
     *
     * @param random the only source of randomness for the order of the batches
     */
    Iterable<List<Window>> epoch(RandomGenerator random);
}
