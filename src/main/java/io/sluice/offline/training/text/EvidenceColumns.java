package io.sluice.offline.training.text;

import io.sluice.Internal;

/**
 * The layout of the evidence of a text, one number a column: first the scores of the linear models over words, then
 * those of the models over characters, then the domain numbers, which say which data set a text resembles. The rest of
 * the width is 0.
 *
 * @param sets the number of data sets
 * @param labels the number of labels
 */
@Internal
public record EvidenceColumns(int sets, int labels) {
    /** The kinds of features that linear models have: words and characters. */
    static final int FEATURE_KINDS = 2;

    /**
     * Returns the number of linear models of a set for each kind of features: one for two labels, else one for each
     * label against the others.
     */
    int classifiers() {
        return labels == 2 ? 1 : labels;
    }

    /** Returns the label that a linear model scores. */
    int targetLabel(int classifier) {
        return labels == 2 ? 1 : classifier;
    }

    /** Returns the column of the score of a linear model. */
    int column(int featureKind, int set, int classifier) {
        return (featureKind * sets + set) * classifiers() + classifier;
    }

    /** Returns the number of columns that pairs have weights in: the first columns, which are those over words. */
    public int pairColumns() {
        return sets * classifiers();
    }

    /** Returns the first column of the domain numbers. There is one for each set but the first. */
    int firstDomainColumn() {
        return FEATURE_KINDS * sets * classifiers();
    }

    /** Returns the number of columns that are in use. */
    int count() {
        return firstDomainColumn() + sets - 1;
    }

    /** Returns the next multiple of 8, so that the result of a row does not depend on the other rows of its batch. */
    int width() {
        return (count() + 7) / 8 * 8;
    }
}
