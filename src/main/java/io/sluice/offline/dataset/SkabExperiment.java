package io.sluice.offline.dataset;

import java.util.BitSet;

/** One experiment: readings about once a second, and which of their rows are anomalous where that is known. */
public final class SkabExperiment {
    /** So many rows of a labelled experiment are learned from and not judged, by the benchmark's usual protocol. */
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

    /** The file below the data's folder, as {@code valve1/0.csv}. */
    public String name() {
        return name;
    }

    public Readings readings() {
        return readings;
    }

    /** Whether its file says which rows are anomalous. */
    public boolean isLabelled() {
        return labelled;
    }

    public boolean isAnomalous(int row) {
        return anomalous.get(row);
    }
}
