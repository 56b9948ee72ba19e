/** Evaluates anomaly models on series of the benchmark TSB-AD. */
@NullMarked
package io.sluice.offline.evaluation.tsbad;

import org.jspecify.annotations.NullMarked;
