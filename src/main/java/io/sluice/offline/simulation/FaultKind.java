package io.sluice.offline.simulation;

import java.util.Random;

/** A kind of fault of a sensor or of the machine that it measures. */
public enum FaultKind {
    /** One or two readings far off. */
    SPIKE("spike", 1, 2, 1) {
        @Override
        double distort(double healthy, Strain strain, Random noise) {
            return healthy + strain.size();
        }
    },
    /** A sudden change to another level, and back at the end of the fault. */
    LEVEL_SHIFT("level shift", 15, 30, 1) {
        @Override
        double distort(double healthy, Strain strain, Random noise) {
            return healthy + strain.size();
        }
    },
    /** A deviation that starts near 0 and grows faster and faster, to twice the size at the end. */
    DRIFT("drift", 25, 40, 1) {
        @Override
        double distort(double healthy, Strain strain, Random noise) {
            return healthy + 2 * strain.size() * strain.progress() * strain.progress();
        }
    },
    /** The last healthy reading, repeated. */
    STUCK("stuck", 20, 40, 1) {
        @Override
        double distort(double healthy, Strain strain, Random noise) {
            return strain.before();
        }
    },
    /** Readings that are right on average, but with much more noise. */
    NOISE("noise", 12, 25, 1) {
        @Override
        double distort(double healthy, Strain strain, Random noise) {
            return healthy + Math.abs(strain.size()) / 2 * noise.nextGaussian();
        }
    },
    /** A shift smaller than the usual swing of the machine: only a comparison with other channels shows it. */
    OFFSET("offset", 20, 40, 2) {
        @Override
        double distort(double healthy, Strain strain, Random noise) {
            return healthy + 0.3 * strain.size();
        }
    },
    /** The healthy readings of a day ago: only a comparison with other channels shows the fault. */
    OUT_OF_STEP("out of step", 20, 40, 2) {
        @Override
        double distort(double healthy, Strain strain, Random noise) {
            return strain.dayAgo();
        }
    },
    /** A shift of two channels at once, each smaller than a level shift. */
    JOINT_SHIFT("joint shift", 15, 30, 3) {
        @Override
        double distort(double healthy, Strain strain, Random noise) {
            return healthy + 0.6 * strain.size();
        }

        @Override
        int channels() {
            return 2;
        }
    };

    private final String text;
    private final int shortest;
    private final int longest;
    private final int fewestChannels;

    FaultKind(String text, int shortest, int longest, int fewestChannels) {
        this.text = text;
        this.shortest = shortest;
        this.longest = longest;
        this.fewestChannels = fewestChannels;
    }

    /** Returns the kind in words, for people. */
    public String text() {
        return text;
    }

    /** Draws the number of events that a fault of this kind lasts. */
    int length(Random random) {
        return shortest + random.nextInt(longest - shortest + 1);
    }

    /** Returns true if a machine with this number of channels can show the fault. */
    boolean happensTo(int channels) {
        return channels >= fewestChannels;
    }

    /** Returns the number of channels that the fault affects. */
    int channels() {
        return 1;
    }

    /** Returns the reading that the sensor gives instead of the healthy one. */
    abstract double distort(double healthy, Strain strain, Random noise);

    /**
     * The effect of a fault on one reading.
     *
     * @param size the size of the fault, signed, in the channel's own unit
     * @param progress the elapsed share of the fault: above 0, and 1 at its last event
     * @param before the channel's last reading before the fault, in its own unit
     * @param dayAgo the channel's healthy reading a day ago, in its own unit
     */
    record Strain(double size, double progress, double before, double dayAgo) {}
}
