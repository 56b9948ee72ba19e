/** Draws charts as SVG. */
@NullMarked
package io.sluice.offline.chart;

import org.jspecify.annotations.NullMarked;
