/** Turns the output of a model into a verdict, and verdicts and alerts into JSON. */
@NullMarked
package io.sluice.score;

import org.jspecify.annotations.NullMarked;
