package io.sluice.cli.recovery;

import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** Waits until each key has a state, and each standby has a copy of all changes. */
final class Copies {
    private static final long LOOK_MILLIS = 250;

    /** The time without a change after which copies are complete. */
    private static final double QUIET_SECONDS = 3;

    private final Instances instances;
    private final List<Instance> copying;
    private final long least;
    private double since = Double.NaN;
    private Instances.Look last = Instances.Look.NOT_READY;

    /**
     * @param copying the instances that make copies
     * @param least the number of records that they must copy at least
     */
    Copies(Instances instances, List<Instance> copying, long least) {
        this.instances = instances;
        this.copying = List.copyOf(copying);
        this.least = least;
    }

    /** Returns the time until they were complete, in seconds; not a number if they did not become so. */
    double await(int keys, Patience patience) throws IOException, InterruptedException {
        while (!patience.isOver()) {
            Instances.Look look = instances.look(copying);
            if (!look.isComplete(keys, least)) {
                since = Double.NaN;
            } else if (!look.equals(last)) {
                since = patience.seconds();
            } else if (patience.seconds() - since > QUIET_SECONDS) {
                return since;
            }
            last = look;
            Thread.sleep(LOOK_MILLIS);
        }
        return Double.NaN;
    }

    /** Returns what is known of the states. */
    String state() {
        return last.ready()
                ? String.format(
                        Locale.ROOT,
                        "there are %,.0f states, and copies lack %,.0f changes",
                        last.keys(),
                        last.behind())
                : "an instance is not ready";
    }
}
