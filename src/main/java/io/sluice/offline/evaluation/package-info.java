/** Evaluates models on labelled data in several formats. */
@NullMarked
package io.sluice.offline.evaluation;

import org.jspecify.annotations.NullMarked;
