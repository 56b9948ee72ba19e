package io.sluice.cli.soak;

import io.sluice.offline.soak.Overload;
import io.sluice.offline.soak.Traffic;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The order in which events come. */
interface SoakLoad {
    /** Sends all events, and waits for their predictions. A stop ends it. */
    void serve(Traffic traffic, SoakWatch watch) throws IOException, InterruptedException;

    /** Returns the time up to the last event, in seconds; 0 before it. */
    double seconds();

    /** Returns what has come of too many events so far; null if the load is no overload. */
    @Nullable
    Overload overload();
}
