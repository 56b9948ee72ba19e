package io.sluice.offline.simulation;

import java.util.Random;

/** What can go wrong with a sensor or with the machine behind it. */
public enum FaultKind {
    /** One or two readings far off. */
    SPIKE("spike", 1, 2) {
        @Override
        double distort(double healthy, Strain strain, Random noise) {
            return healthy + strain.size();
        }
    },
    /** Another level, from one reading to the next, and back again in the end. */
    LEVEL_SHIFT("level shift", 15, 30) {
        @Override
        double distort(double healthy, Strain strain, Random noise) {
            return healthy + strain.size();
        }
    },
    /** Runs away: hardly at first, ever faster, by twice the size in the end. */
    DRIFT("drift", 25, 40) {
        @Override
        double distort(double healthy, Strain strain, Random noise) {
            return healthy + 2 * strain.size() * strain.progress() * strain.progress();
        }
    },
    /** The last healthy reading over and over. */
    STUCK("stuck", 20, 40) {
        @Override
        double distort(double healthy, Strain strain, Random noise) {
            return strain.before();
        }
    },
    /** Right in the mean, but the readings jump about. */
    NOISE("noise", 12, 25) {
        @Override
        double distort(double healthy, Strain strain, Random noise) {
            return healthy + Math.abs(strain.size()) / 2 * noise.nextGaussian();
        }
    },
    /** Off by less than the machine's own course: usual by itself, but not beside the other channels. */
    OFFSET("offset", 20, 40) {
        @Override
        double distort(double healthy, Strain strain, Random noise) {
            return healthy + 0.3 * strain.size();
        }

        @Override
        boolean happensTo(int channels) {
            return channels > 1;
        }
    },
    /** Says what it would have said a day ago: nothing is wrong with it but that the other channels say otherwise. */
    OUT_OF_STEP("out of step", 20, 40) {
        @Override
        double distort(double healthy, Strain strain, Random noise) {
            return strain.dayAgo();
        }

        @Override
        boolean happensTo(int channels) {
            return channels > 1;
        }
    },
    /** Two channels at another level at once, each by less than a level shift of one. */
    JOINT_SHIFT("joint shift", 15, 30) {
        @Override
        double distort(double healthy, Strain strain, Random noise) {
            return healthy + 0.6 * strain.size();
        }

        @Override
        boolean happensTo(int channels) {
            return channels > 2;
        }

        @Override
        int channels() {
            return 2;
        }
    };

    private final String text;
    private final int shortest;
    private final int longest;

    FaultKind(String text, int shortest, int longest) {
        this.text = text;
        this.shortest = shortest;
        this.longest = longest;
    }

    /** The kind in words, for people. */
    public String text() {
        return text;
    }

    /** How many events a fault of this kind lasts. */
    int length(Random random) {
        return shortest + random.nextInt(longest - shortest + 1);
    }

    /** Whether it can be told from health on a machine of so many channels. */
    boolean happensTo(int channels) {
        return true;
    }

    /** How many channels it touches. */
    int channels() {
        return 1;
    }

    /** What the sensor says instead of the healthy reading. */
    abstract double distort(double healthy, Strain strain, Random noise);

    /**
     * How a fault bears on one reading.
     *
     * @param size how far off at most, signed, in the channel's own unit
     * @param progress how much of the fault is over: above 0, and 1 at its last event
     * @param before the channel's last reading before the fault, in its own unit
     * @param dayAgo what the channel would have said a day ago, in its own unit
     */
    record Strain(double size, double progress, double before, double dayAgo) {}
}
