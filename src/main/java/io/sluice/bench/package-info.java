/** Throughput and cost of the pipeline, measured side by side. */
@NullMarked
package io.sluice.bench;

import org.jspecify.annotations.NullMarked;
