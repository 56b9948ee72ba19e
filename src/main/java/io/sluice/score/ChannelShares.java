package io.sluice.score;

import java.util.Arrays;
import java.util.DoubleSummaryStatistics;

/**
 * The share of each channel in an event's score.
 *
 * <p>It is the share in the sum of the squares of the rarities that lie in their tails. If none lies in its tail, all
 * rarities count. If nothing is rare at all, for example while the past is too short to judge, it is the share in the
 * surprise.
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

    /**
     * Sets the surprise of a channel. The model joins the channels by the root of the sum of squares, so its square
     * counts.
     */
    void surprise(int channel, double surprise) {
        surprises[channel] = surprise * surprise;
    }

    /** Adds the square of a channel's rarity. */
    void add(int channel, double square, boolean inTail) {
        (inTail ? inTails : others)[channel] += square;
    }

    /** Adds the square of a rarity that belongs to all channels: each gets its share of the surprise. */
    void addToAll(double square, boolean inTail) {
        double sum = sum(surprises);
        for (int channel = 0; sum > 0 && channel < surprises.length; channel++) {
            add(channel, square * surprises[channel] / sum, inTail);
        }
    }

    /** Returns the share of a channel in the surprise, in [0, 1]; equal shares if no channel has a part in it. */
    double ofSurprise(int channel) {
        double sum = sum(surprises);
        return sum > 0 ? surprises[channel] / sum : 1.0 / surprises.length;
    }

    /** Returns the shares of the channels, in [0, 1]; they add up to 1, or are all 0 if nothing surprised. */
    float[] all() {
        float[] shares = new float[surprises.length];
        double[] squares = deciding();
        double sum = sum(squares);
        for (int channel = 0; sum > 0 && channel < shares.length; channel++) {
            shares[channel] = (float) (squares[channel] / sum);
        }
        return shares;
    }

    private double[] deciding() {
        if (sum(inTails) > 0) {
            return inTails;
        }
        return sum(others) > 0 ? others : surprises;
    }

    /** Adds as exactly as a stream. For every event, streams would cost a kilobyte. */
    static double sum(double[] addends) {
        DoubleSummaryStatistics sum = new DoubleSummaryStatistics();
        for (double addend : addends) {
            sum.accept(addend);
        }
        return sum.getSum();
    }
}
