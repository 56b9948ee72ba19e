/** The plan of a torture: scenarios, faults and events, drawn by a seed. It starts nothing and knows no broker. */
@NullMarked
package io.sluice.offline.torture.plan;

import org.jspecify.annotations.NullMarked;
