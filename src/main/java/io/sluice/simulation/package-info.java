/** Events of simulated fleets whose truth is known, and what was made of them. */
@NullMarked
package io.sluice.simulation;

import org.jspecify.annotations.NullMarked;
