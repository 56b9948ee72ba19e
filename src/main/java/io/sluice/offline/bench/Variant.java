package io.sluice.offline.bench;

import java.util.Locale;

/** A way to run the pipeline over the events of a benchmark. */
public enum Variant {
    LOOK_AHEAD(512),
    ONE_BY_ONE(1),
    /** With a model that computes nothing. */
    IDENTITY(512);

    private final int batchRows;

    Variant(int batchRows) {
        this.batchRows = batchRows;
    }

    int batchRows() {
        return batchRows;
    }

    /** Returns the name without spaces, as an option takes it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
