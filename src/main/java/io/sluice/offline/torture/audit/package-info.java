/** The audit of a torture: what a pipeline wrote, against what a sequential oracle says that it had to write. */
@NullMarked
package io.sluice.offline.torture.audit;

import org.jspecify.annotations.NullMarked;
