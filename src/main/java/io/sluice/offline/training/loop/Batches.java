package io.sluice.offline.training.loop;

import io.sluice.Internal;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Examples in batches. A batch is some sequences side by side, as one or more {@link Window}s that follow each other in
 * time; what a window hands on (the packed state) enters the next one of its batch, and none of another batch.
 */
@Internal
public interface Batches {
    /** How many windows an epoch has; the same for every epoch. */
    int windows();

    /**
     * The batches of one epoch.
     *
     * @param random decides the order, and nothing else does: a resumed epoch is drawn again from the same seed and
     *     passes over the windows that are done, so a window should build its arrays when it is run and not before
     */
    Iterable<List<Window>> epoch(RandomGenerator random);
}
