/** Evaluates anomaly models on labelled series. */
@NullMarked
package io.sluice.offline.evaluation.series;

import org.jspecify.annotations.NullMarked;
