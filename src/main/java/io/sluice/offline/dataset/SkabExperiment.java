package io.sluice.offline.dataset;

import java.util.BitSet;

/** One experiment of SKAB: readings about once a second, with labels of the anomalous rows if they are known. */
public final class SkabExperiment {
    /**
     * The first rows of a labelled experiment, which a detector learns from. SKAB's usual protocol does not score them.
     */
    public static final int WARM_UP = 400;

    private final String name;
    private final Readings readings;
    private final boolean labelled;
    private final BitSet anomalous;

    SkabExperiment(String name, Readings readings, boolean labelled, BitSet anomalous) {
        this.name = name;
        this.readings = readings;
        this.labelled = labelled;
        this.anomalous = anomalous;
    }

    /** Returns the file name relative to the data's folder, such as {@code valve1/0.csv}. */
    public String name() {
        return name;
    }

    public Readings readings() {
        return readings;
    }

    /** Returns true if the file labels its anomalous rows. */
    public boolean isLabelled() {
        return labelled;
    }

    public boolean isAnomalous(int row) {
        return anomalous.get(row);
    }
}
