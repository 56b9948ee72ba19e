/** Evaluation: the formats of labelled data that a model is judged on. */
@NullMarked
package io.sluice.offline.evaluation;

import org.jspecify.annotations.NullMarked;
