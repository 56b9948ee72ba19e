package io.sluice.http;

import io.sluice.state.KeyState;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Shows the gates of a model at an event. */
public interface Gates extends AutoCloseable {
    /**
     * Returns the mean of each gate over all units.
     *
     * @param before the state that the step continues; null if the key starts
     * @param row the row x of the event
     * @return the means by the names of the gates; empty if the model does not show them
     */
    Optional<Map<String, Double>> of(@Nullable KeyState before, double[] row);

    @Override
    void close();
}
