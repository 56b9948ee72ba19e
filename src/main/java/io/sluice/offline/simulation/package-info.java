/** Simulates fleets, authors and shops whose faults, turns of mood and missions are known. */
@NullMarked
package io.sluice.offline.simulation;

import org.jspecify.annotations.NullMarked;
