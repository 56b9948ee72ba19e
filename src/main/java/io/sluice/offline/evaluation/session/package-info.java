/** Evaluates ranking models on click sessions. */
@NullMarked
package io.sluice.offline.evaluation.session;

import org.jspecify.annotations.NullMarked;
