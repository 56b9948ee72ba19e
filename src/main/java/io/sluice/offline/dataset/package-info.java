/** Reads public data sets in their original layout, and session files. */
@NullMarked
package io.sluice.offline.dataset;

import org.jspecify.annotations.NullMarked;
