package io.sluice.score;

import java.util.Arrays;

/**
 * Each channel's share in an event's score: of the squares of the rarities that lie in their tails, and where none
 * does, of all squares. Where nothing is rare at all, as while the past is too short to judge by, it is the share in
 * the surprise.
 */
final class ChannelShares {
    private final double[] inTails;
    private final double[] others;
    private final double[] surprises;

    ChannelShares(int channels) {
        this.inTails = new double[channels];
        this.others = new double[channels];
        this.surprises = new double[channels];
    }

    /** Begins another event. */
    void clear() {
        Arrays.fill(inTails, 0);
        Arrays.fill(others, 0);
    }

    /** The model joins its channels' surprises by the root of the sum of squares, so what counts is a square. */
    void surprise(int channel, double surprise) {
        surprises[channel] = surprise * surprise;
    }

    /** Adds the square of a channel's rarity. */
    void add(int channel, double square, boolean inTail) {
        (inTail ? inTails : others)[channel] += square;
    }

    /** Adds the square of a rarity that is of all channels, divided by their surprises. */
    void addToAll(double square, boolean inTail) {
        double sum = Arrays.stream(surprises).sum();
        for (int channel = 0; sum > 0 && channel < surprises.length; channel++) {
            add(channel, square * surprises[channel] / sum, inTail);
        }
    }

    /** The channels' shares in [0, 1], in their order; they add up to 1, or are 0 where nothing surprised either. */
    float[] all() {
        float[] shares = new float[surprises.length];
        double[] squares = deciding();
        double sum = Arrays.stream(squares).sum();
        for (int channel = 0; sum > 0 && channel < shares.length; channel++) {
            shares[channel] = (float) (squares[channel] / sum);
        }
        return shares;
    }

    private double[] deciding() {
        if (Arrays.stream(inTails).sum() > 0) {
            return inTails;
        }
        return Arrays.stream(others).sum() > 0 ? others : surprises;
    }
}
