/** Offline work: simulation, training, evaluation, benchmarks. Nothing that serves events uses it. */
@NullMarked
package io.sluice.offline;

import org.jspecify.annotations.NullMarked;
