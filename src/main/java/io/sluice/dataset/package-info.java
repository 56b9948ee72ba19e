/** Public data in its original layout, read for training and for evaluation alike. */
@NullMarked
package io.sluice.dataset;

import org.jspecify.annotations.NullMarked;
