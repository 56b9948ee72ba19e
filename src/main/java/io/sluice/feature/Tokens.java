package io.sluice.feature;

/** The token ids of one text, and the number of tokens that were cut off. */
public final class Tokens {
    private final long[] ids;
    private final int cutOff;

    /**
     * The tokens of a text.
     *
     * @param ids the ids that are kept; the caller must not change the array afterwards
     * @param cutOff the number of tokens that were cut off at the end
     */
    public Tokens(long[] ids, int cutOff) {
        this.ids = ids;
        this.cutOff = cutOff;
    }

    /** Returns the number of tokens that are kept. */
    public int count() {
        return ids.length;
    }

    public long id(int index) {
        return ids[index];
    }

    /** Returns the number of tokens that were cut off. */
    public int cutOff() {
        return cutOff;
    }
}
