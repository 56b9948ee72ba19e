package io.sluice.feature;

/** The token ids of one text, and how many more there were. */
public final class Tokens {
    private final long[] ids;
    private final int cutOff;

    /**
     * Tokens of a text.
     *
     * @param ids the ids that are kept; the caller must not change the array any more
     * @param cutOff how many tokens were cut off at the end
     */
    public Tokens(long[] ids, int cutOff) {
        this.ids = ids;
        this.cutOff = cutOff;
    }

    public int count() {
        return ids.length;
    }

    public long id(int index) {
        return ids[index];
    }

    /** How many tokens of the text were cut off. */
    public int cutOff() {
        return cutOff;
    }
}
