package io.sluice.offline.evaluation.nab;

/**
 * A profile of NAB: the weights of right and wrong alarms for an application.
 *
 * @param metric the name of the metric
 * @param truePositive the weight of the best alarm in a window
 * @param falsePositive the weight of an alarm outside all windows
 * @param falseNegative the weight of a window without an alarm
 */
record NabProfile(String metric, double truePositive, double falsePositive, double falseNegative) {
    static final NabProfile STANDARD = new NabProfile("nab.standard", 1, 0.11, 1);
    static final NabProfile LOW_FALSE_POSITIVES = new NabProfile("nab.low_fp", 1, 0.22, 1);
    static final NabProfile LOW_FALSE_NEGATIVES = new NabProfile("nab.low_fn", 1, 0.11, 2);
}
