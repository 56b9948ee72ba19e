/** Measures throughput. */
@NullMarked
package io.sluice.offline.bench;

import org.jspecify.annotations.NullMarked;
