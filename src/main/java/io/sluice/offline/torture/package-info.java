/**
 * Torture: real brokers and instances as child processes, faults that strike them, and an audit of all that they wrote.
 * {@link io.sluice.offline.torture.Torture} runs the scenarios of a plan.
 */
@NullMarked
package io.sluice.offline.torture;

import org.jspecify.annotations.NullMarked;
