/** Pictures of figures as SVG: lines, bars and bands over two axes. */
@NullMarked
package io.sluice.plot;

import org.jspecify.annotations.NullMarked;
