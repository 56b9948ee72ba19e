/** Evaluates models on the Numenta Anomaly Benchmark, with its own score. */
@NullMarked
package io.sluice.offline.evaluation.nab;

import org.jspecify.annotations.NullMarked;
