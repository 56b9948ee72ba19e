package io.sluice.offline.bench;

import java.util.Locale;

/** A way to process the events of a benchmark. */
public enum Variant {
    /** Sluice as it is. */
    LOOK_AHEAD(512),
    /** Sluice with one call of the model for each event. */
    ONE_BY_ONE(1),
    /** Sluice with a model that computes nothing, see {@link IdentityModel}. */
    IDENTITY(512),
    /** Kafka Streams without Sluice and without a model, see {@link StockPipeline}. */
    STOCK(0);

    private final int batchRows;

    Variant(int batchRows) {
        this.batchRows = batchRows;
    }

    /** Returns the largest number of rows in a call of the model; 0 without a model. */
    int batchRows() {
        return batchRows;
    }

    /** Returns the variant whose predictions must be equal, byte for byte: batching changes none. */
    public Variant reference() {
        return this == ONE_BY_ONE ? LOOK_AHEAD : this;
    }

    /** Returns the name without spaces, as an option takes it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
