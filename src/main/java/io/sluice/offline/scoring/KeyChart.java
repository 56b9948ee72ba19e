package io.sluice.offline.scoring;

import io.sluice.offline.chart.Picture;

/** Collects the events of one key for its picture. */
interface KeyChart {
    void add(ScoredEvent event);

    /** Draws the events so far, at least one. */
    Picture picture();
}
