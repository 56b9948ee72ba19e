/** The time that pipelines take until they are ready again. */
@NullMarked
package io.sluice.offline.recovery;

import org.jspecify.annotations.NullMarked;
