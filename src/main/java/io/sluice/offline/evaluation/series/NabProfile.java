package io.sluice.offline.evaluation.series;

/**
 * What an application minds: the weights of NAB's three profiles.
 *
 * @param metric the figure's name
 * @param truePositive of the best alarm in a window
 * @param falsePositive of an alarm outside of all windows
 * @param falseNegative of a window without an alarm
 */
record NabProfile(String metric, double truePositive, double falsePositive, double falseNegative) {
    static final NabProfile STANDARD = new NabProfile("nab.standard", 1, 0.11, 1);
    static final NabProfile LOW_FALSE_POSITIVES = new NabProfile("nab.low_fp", 1, 0.22, 1);
    static final NabProfile LOW_FALSE_NEGATIVES = new NabProfile("nab.low_fn", 1, 0.11, 2);
}
