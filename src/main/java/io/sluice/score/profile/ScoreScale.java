package io.sluice.score.profile;

/**
 * The scale of scores: the score of an average a is l / (1 + l) with l = ln(1 + (a / {@value #ORDINARY})^2). It is
 * small for the usual averages, and great ones keep their order without reaching 1.
 */
final class ScoreScale {
    private static final double ORDINARY = 10;

    private ScoreScale() {}

    /** Returns the score of an average, in [0, 1). */
    static double score(double average) {
        double ordinaries = average / ORDINARY;
        double orders = StrictMath.log1p(ordinaries * ordinaries);
        return orders / (1 + orders);
    }

    /** Returns the average that has a score. */
    static double average(double score) {
        return ORDINARY * Math.sqrt(StrictMath.expm1(score / (1 - score)));
    }
}
