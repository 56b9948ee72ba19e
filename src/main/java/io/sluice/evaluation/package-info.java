/** Accuracy on public data, through the pipeline itself. */
@NullMarked
package io.sluice.evaluation;

import org.jspecify.annotations.NullMarked;
