/** Events of simulated fleets and authors whose truth is known, and what was made of them. */
@NullMarked
package io.sluice.simulation;

import org.jspecify.annotations.NullMarked;
