/** Model output to prediction. */
@NullMarked
package io.sluice.score;

import org.jspecify.annotations.NullMarked;
