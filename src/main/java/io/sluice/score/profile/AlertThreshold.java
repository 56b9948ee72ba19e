package io.sluice.score.profile;

import io.sluice.model.BundleException;

/**
 * The score that opens an incident, from the number of false alerts that a user accepts.
 *
 * <p>The table was measured on the normal rows of 54 public series (NAB, SMAP, MSL), one channel each, judged by the
 * readings and their repeats. Each pair is a quick average at which incidents open, and the number of false alerts in
 * 1,000 events of a key. Other data have other rates, so the wanted number is an order of magnitude and no promise.
 */
final class AlertThreshold {
    private static final double[] FALSE_ALERTS = {4.5, 2.9, 1.6, 0.95, 0.72, 0.54, 0.34, 0.21, 0.09, 0.03};

    /** The smallest number of false alerts in 1,000 events that the table reaches. */
    static final double FEWEST = FALSE_ALERTS[FALSE_ALERTS.length - 1];

    /** The largest number of false alerts in 1,000 events that the table reaches. */
    static final double MOST = FALSE_ALERTS[0];

    private static final double[] AVERAGES = {8, 11, 14, 18, 24, 30, 40, 60, 100, 200};

    /** The usual average of a channel, which each further channel adds. */
    private static final double USUAL = 5;

    /** The share of the average that opens an incident, below which an event is calm. */
    private static final double CALM = 0.6;

    private AlertThreshold() {}

    /**
     * Returns the score that opens about as many false alerts.
     *
     * @param falseAlerts the wanted number in 1,000 events of a key, from 0.03 to 4.5
     * @param channels the number of channels
     * @return the score, in (0, 1)
     * @throws BundleException if the table does not reach the number
     */
    static double score(double falseAlerts, int channels) {
        if (!(FEWEST <= falseAlerts && falseAlerts <= MOST)) {
            throw new BundleException("scoring says false.alerts " + falseAlerts + "; it is a number of false alerts in"
                    + " 1,000 events and must be from " + FEWEST + " to " + MOST + "; set open for another threshold");
        }
        int i = 1;
        while (falseAlerts < FALSE_ALERTS[i]) {
            i++;
        }
        double share = StrictMath.log(falseAlerts / FALSE_ALERTS[i - 1])
                / StrictMath.log(FALSE_ALERTS[i] / FALSE_ALERTS[i - 1]);
        double average = AVERAGES[i - 1] * StrictMath.pow(AVERAGES[i] / AVERAGES[i - 1], share);
        return ScoreScale.score(average + (channels - 1) * USUAL);
    }

    /** Returns the score below which an event is calm, for incidents that open at a score. */
    static double close(double open) {
        return ScoreScale.score(CALM * ScoreScale.average(open));
    }
}
