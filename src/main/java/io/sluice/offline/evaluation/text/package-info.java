/** Evaluates text models on labelled texts. */
@NullMarked
package io.sluice.offline.evaluation.text;

import org.jspecify.annotations.NullMarked;
